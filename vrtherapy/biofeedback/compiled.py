"""How a kernel is compiled: no interpreter lock, IEEE arithmetic, cached on disk between runs.

Rules: a kernel allocates nothing, reads no clock and raises nothing; its state is one structured array.
numba keeps the cache beside the source, or in the user's cache folder where the package cannot be written;
where neither can be, the kernel is compiled anew at each start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """`function` compiled at its first call. Its type, as the checker sees it, is unchanged."""
    try:
        made = njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:
        made = njit(nogil=True, error_model="numpy")(function)
    return cast(Function, made)
