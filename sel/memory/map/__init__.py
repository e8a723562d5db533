"""The picture of a person's memories: as a drawing to hang on the wall, and in terminal cells.

Pure: a `MapView` and a time in, text or cells out; no I/O, no clock, no numpy, no face's library.
"""
