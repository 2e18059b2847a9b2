"""The papers that the program rests on, as one would cite them."""

PAPERS = (
    "Nakatsuka, Hamasaki, Goto (2024). A cover image composition method for music content using "
    "multimodal image retrieval and cropping techniques.",
    "Zeng, Li, Cao, Zhang (2019). Reliable and efficient image cropping: a grid anchor based "
    "approach. CVPR.",
    "Eerola, Lartillot, Toiviainen (2009). Prediction of multidimensional emotional ratings in "
    "music from audio using multivariate regression models. ISMIR.",
    "Palmer, Schloss, Xu, Prado-León (2013). Music–color associations are mediated by emotion. "
    "PNAS.",
    "Whiteford, Schloss, Helwig, Palmer (2018). Color, music, and emotion. i-Perception 9(6).",
    "Valdez, Mehrabian (1994). Effects of color on emotions. Journal of Experimental Psychology: "
    "General 123(4).",
    "Russell (1980). A circumplex model of affect. Journal of Personality and Social Psychology "
    "39(6).",
    "Ou, Luo, Woodcock, Wright (2004). A study of colour emotion and colour preference. Part I. "
    "Color Research & Application 29(3).",
    "Saunders, Gammerman, Vovk (1998). Ridge regression learning algorithm in dual variables. "
    "ICML.",
    "Sethares (1993). Local consonance and the relationship between timbre and scale. JASA 94(3).",
    "Temperley (2007). Music and Probability. MIT Press.",
    "Hou, Zhang (2007). Saliency detection: a spectral residual approach. CVPR.",
    "Zhang, Sclaroff, Lin, Shen, Price, Mech (2015). Minimum barrier salient object detection at "
    "80 FPS. ICCV.",
    "Hasler, Süsstrunk (2003). Measuring colourfulness in natural images. SPIE 5007.",
    "Buechel, Hahn (2017). EmoBank: studying the impact of annotation perspective and "
    "representation format on dimensional emotion analysis. EACL.",
    "Hutto, Gilbert (2014). VADER: a parsimonious rule-based model for sentiment analysis of "
    "social media text. ICWSM.",
    "Aljanaki, Wiering, Veltkamp (2016). Studying emotion induced by music through a crowdsourcing "
    "game. Information Processing and Management 52(1).",
    "Kurdi, Lozano, Banaji (2017). Introducing the Open Affective Standardized Image Set (OASIS). "
    "Behavior Research Methods 49.",
)
"""Titles stay as they were printed, in whatever language the window speaks."""
