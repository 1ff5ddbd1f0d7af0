"""How a process that serves for long looks for waste: values that hold each other and that nobody else holds."""

import gc

# A page makes thousands of small values, none of which hold each other. Python's own 700 looks through them dozens
# of times while the page is made.
NEW_VALUES = 20_000


def settle() -> None:
    """To be called once all is loaded: that is not looked through again, and processes that part share it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_VALUES, *gc.get_threshold()[1:])
