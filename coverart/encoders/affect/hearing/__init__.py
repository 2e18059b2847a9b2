"""What can be heard in a window of a song, in four families of features.

`tonality` is about keys, chords and intervals, `texture` about how many notes sound at once, where
and how roughly, `timbre` about the colour of the sound, and `rhythm` about all that moves.
`spectra` is what they listen to.
"""
