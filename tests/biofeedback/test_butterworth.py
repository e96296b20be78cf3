"""Our two filters are scipy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrtherapy.biofeedback.butterworth import highpass1, lowpass2

rates = st.floats(100.0, 1000.0)
shares = st.floats(0.001, 0.49)


@given(rates, shares)
def test_a_first_order_highpass_is_scipys(rate: float, share: float) -> None:
    signal = pytest.importorskip("scipy.signal")
    b0, b1, _, _, a1, _ = signal.butter(1, share * rate, "high", fs=rate, output="sos")[0]
    assert np.allclose(highpass1(share * rate, rate), (b0, b1, a1), rtol=1e-9, atol=1e-12)


@given(rates, shares)
def test_a_second_order_lowpass_is_scipys(rate: float, share: float) -> None:
    signal = pytest.importorskip("scipy.signal")
    b0, b1, b2, _, a1, a2 = signal.butter(2, share * rate, "low", fs=rate, output="sos")[0]
    assert np.allclose(lowpass2(share * rate, rate), (b0, b1, b2, a1, a2), rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("cutoff", [0.0, -1.0, 50.0, 60.0, float("nan")])
def test_a_cut_off_that_no_filter_has_is_refused(cutoff: float) -> None:
    for made in (highpass1, lowpass2):
        with pytest.raises(ValueError, match="does not lie below half"):
            made(cutoff, 100.0)
