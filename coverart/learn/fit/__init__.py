"""Fits the parameters of the embedded space and of composition on ratings that people gave.

`ratings` says what rated data is, and `finding` reads it from a folder; `folds` sets some of it
apart, `figures` says how well judgements agree with it, and `parameters` writes what was fitted.
`songs`, `photos`, `words` and `composition` each hold one model: `fit(ratings)` gives its
`parameters.Parameters`, with the tables that were cross-validated. `pipeline` runs them all, and
`scale` last.

Only fitting needs scikit-learn, which is imported inside the functions that fit: whatever judges
rated data with the program as it is works without the extra `learn`.
"""
