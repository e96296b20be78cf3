"""Floor 1. The words of the clinic as frozen data; standard library only."""
