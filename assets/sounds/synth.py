"""Every sound, from numbers: shaped circular noise for the beds (they loop without a seam), modes and pulses for events.

Loudness is EBU R 128 integrated (ITU-R BS.1770 K-weighting), peaks stay below -1 dBFS. Needs `soundfile` (extra `authoring`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.signal import butter, fftconvolve, lfilter, sosfilt

RATE = 32000
PEAK = 10 ** (-1.5 / 20)


@dataclass(frozen=True)
class Recipe:
    make: Callable[[], np.ndarray]
    lufs: float
    loops: bool


def shaped(seconds: float, envelope: Callable[[np.ndarray], np.ndarray], seed: int) -> np.ndarray:
    """Noise with the spectrum `envelope(f)`, deviation 1; its end runs into its beginning."""
    n = int(seconds * RATE)
    f = np.maximum(np.fft.rfftfreq(n, 1 / RATE), 1.0)
    phase = np.random.default_rng(seed).uniform(0, 2 * np.pi, len(f))
    spectrum = envelope(f) * np.exp(1j * phase)
    spectrum[0] = 0
    wave = np.fft.irfft(spectrum, n)
    return wave / wave.std()


def slow(seconds: float, hertz: float, seed: int, low: float, high: float) -> np.ndarray:
    """A circular wandering between `low` and `high` with changes up to `hertz`."""
    x = shaped(seconds, lambda f: 1 / (1 + (f / hertz) ** 4), seed)
    return low + (high - low) * (0.5 + 0.5 * np.tanh(x))


def peak(centre: float, q: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda f: 1 / np.sqrt(1 + (q * (f / centre - centre / f)) ** 2)


def band(wave: np.ndarray, low: float, high: float) -> np.ndarray:
    return sosfilt(butter(2, [low, min(high, RATE * 0.48)], btype="band", fs=RATE, output="sos"), wave)


def tail(wave: np.ndarray, seconds: float, share: float, bright: float, seed: int) -> np.ndarray:
    """Adds an open place's diffuse echo."""
    n = int(seconds * RATE)
    noise = np.random.default_rng(seed).standard_normal(n) * np.exp(-6.9 * np.arange(n) / n)
    noise = sosfilt(butter(1, bright, fs=RATE, output="sos"), noise)
    return wave + share * fftconvolve(wave, noise / np.sqrt((noise**2).sum()))[: len(wave)]


def wind(strength: float, seed: int) -> np.ndarray:
    """Stereo bed: a low rush, gusting, with the whistle of edges where it is strong."""
    t = 18.0
    sides = []
    gusts = slow(t, 0.18, seed, 0.45, 1.0) * slow(t, 0.9, seed + 1, 0.75, 1.0)
    for side in (0, 1):
        top = 420 + 700 * strength
        rush = (
            shaped(t, lambda f, top=top: f**-0.45 * (f > 45) / (1 + (f / top) ** 2), seed + 2 + side)
            * gusts**1.3
        )
        hiss = shaped(t, lambda f: peak(1500, 0.8)(f), seed + 4 + side) * gusts**2.4 * 0.10 * strength
        tones = sum(
            shaped(t, peak(c, 14), seed + 6 + k) * slow(t, 0.4, seed + 12 + k, 0, 1) ** 3 * gusts * a
            for k, (c, a) in enumerate(((310, 0.22), (540, 0.16), (890, 0.09)))
        )
        sides.append(rush + hiss + strength * tones * (0.8 if side else 1.0))
    return np.stack(sides, -1)


def city() -> np.ndarray:
    """Stereo bed: a wide rumble, tyres, engines that pass, far horns now and then."""
    t = 22.0
    n = int(t * RATE)
    random = np.random.default_rng(301)
    rumble = [shaped(t, lambda f: f**-1.1 * (f > 35) / (1 + (f / 500) ** 1.5), 302 + k) for k in (0, 1)]
    tyres = [shaped(t, peak(850, 0.7), 304 + k) * slow(t, 0.35, 306 + k, 0.1, 0.5) for k in (0, 1)]
    out = np.stack([r + 0.55 * y for r, y in zip(rumble, tyres, strict=True)], -1)
    time = np.arange(n) / RATE
    for _ in range(15):
        at, wide, pan = random.uniform(0, t), random.uniform(1.0, 2.6), random.uniform(0.1, 0.9)
        near = (time - at + t / 2) % t - t / 2
        bell = np.exp(-((near / wide) ** 2))
        note, seed = random.uniform(70, 150), int(random.integers(1e6))
        hum = shaped(t, lambda f, c=note: peak(c, 3)(f) + 0.5 * peak(2 * c, 4)(f), seed)
        move = np.clip(pan + 0.12 * near, 0.05, 0.95)
        out += (hum * bell * 0.9)[:, None] * np.stack([np.cos(move * 1.57), np.sin(move * 1.57)], -1)
    for at, f0, pan in ((4.2, 410, 0.3), (4.55, 410, 0.3), (13.1, 350, 0.75)):
        length = int(0.28 * RATE)
        s = np.arange(length) / RATE
        horn = (
            sum(np.sin(2 * np.pi * f * k * s) / k for f in (f0, f0 * 1.26) for k in (1, 2, 3))
            * np.hanning(length) ** 0.3
        )
        horn = tail(np.concatenate([horn, np.zeros(RATE)]), 0.9, 0.9, 900, 307) * 0.10
        begin = int(at * RATE)
        out[begin : begin + len(horn)] += horn[:, None] * [np.cos(pan * 1.57), np.sin(pan * 1.57)]
    return out


def gust() -> np.ndarray:
    """Mono, 4.8 s: comes from afar, swells over the ears, goes."""
    t = 4.8
    n = int(t * RATE)
    time = np.arange(n) / RATE
    swell = np.exp(-(((time - 2.3) / 1.0) ** 2)) + 0.35 * np.exp(-(((time - 3.4) / 0.5) ** 2))
    low = shaped(t, lambda f: f**-0.45 * (f > 45) / (1 + (f / 800) ** 2), 311)
    high = shaped(t, peak(1300, 0.9), 312) * swell
    whistle = shaped(t, peak(620, 22), 313) * swell**2 * 0.5
    return (low + 0.35 * high + whistle) * swell * np.clip(np.minimum(time / 0.3, (t - time) / 0.5), 0, 1)


def gull() -> np.ndarray:
    """Mono, 4 s: three falling cries with the rasp of a gull, then wing beats."""
    n = int(4.0 * RATE)
    out = np.zeros(n)
    random = np.random.default_rng(321)
    for at, length, top in ((0.5, 0.62, 1500), (1.3, 0.48, 1420), (1.95, 0.36, 1340)):
        m = int(length * RATE)
        s = np.arange(m) / m
        pitch = top * (0.62 + 0.38 * np.sin(np.pi * np.minimum(1, s * 1.35 + 0.12))) * (1 - 0.18 * s)
        phase = 2 * np.pi * np.cumsum(pitch * (1 + 0.012 * np.sin(2 * np.pi * 46 * s * length))) / RATE
        cry = sum(np.sin(k * phase) * a for k, a in ((1, 1.0), (2, 0.65), (3, 0.42), (4, 0.2)))
        cry *= 1 + 0.35 * np.sin(phase * 0.5)
        cry += 0.10 * random.standard_normal(m)
        begin = int(at * RATE)
        out[begin : begin + m] += cry * np.sin(np.pi * s) ** 0.6
    for k in range(7):
        m = int(0.11 * RATE)
        begin = int((0.25 + 0.42 * k) * RATE)
        out[begin : begin + m] += band(random.standard_normal(m) * np.hanning(m), 150, 900) * 1.2
    return tail(out, 0.7, 0.25, 3000, 322)


def creak() -> np.ndarray:
    """Mono, 3 s: metal under load; stick and slip excites the railing's modes."""
    n = int(3.0 * RATE)
    random = np.random.default_rng(331)
    drive = np.zeros(n)
    for begin, end, slow_hz, fast_hz in ((0.15, 1.25, 24, 62), (1.55, 2.35, 55, 30)):
        t = begin
        while t < end:
            share = (t - begin) / (end - begin)
            drive[int(t * RATE)] += np.sin(np.pi * share) ** 0.7 * random.uniform(0.6, 1)
            t += 1 / (slow_hz + (fast_hz - slow_hz) * share) * random.uniform(0.88, 1.12)
    out = np.zeros(n)
    for f, damp, a in (
        (212, 14, 1.0),
        (498, 18, 0.8),
        (835, 22, 0.7),
        (1320, 30, 0.5),
        (2110, 42, 0.32),
        (3170, 60, 0.16),
    ):
        r = np.exp(-damp / RATE)
        out += lfilter([a * (1 - r)], [1, -2 * r * np.cos(2 * np.pi * f / RATE), r * r], drive) * f**0.5
    return tail(out * np.clip((3.0 - np.arange(n) / RATE) / 0.4, 0, 1), 0.5, 0.12, 2500, 332)


def helicopter() -> np.ndarray:
    """Mono, 14 s: blade slap at 13 Hz, turbine, air; the scene fades it with distance."""
    t = 14.0
    n = int(t * RATE)
    time = np.arange(n) / RATE
    phase = 13.0 * time + 0.05 * np.sin(2 * np.pi * 0.4 * time)
    slap = np.exp(-((phase % 1) * 5.5)) * (1 + 0.2 * np.sin(np.pi * 2 * phase / 4))
    thud = band(slap - slap.mean(), 45, 320) * 2.4
    chop = band(np.random.default_rng(341).standard_normal(n) * slap, 180, 1600) * 2.2
    turbine = sum(np.sin(2 * np.pi * f * time) * a for f, a in ((1180, 0.025), (1770, 0.015), (590, 0.03)))
    air = shaped(t, lambda f: f**-0.9 * (f > 40) / (1 + (f / 1500) ** 2), 342) * 0.12
    return (thud + chop + turbine + air) * np.clip(np.minimum(time / 0.8, (t - time) / 0.8), 0, 1)


def shore() -> np.ndarray:
    """Stereo bed, 24 s: four waves that rise, break and run out over sand, each from its own side."""
    t = 24.0
    n = int(t * RATE)
    time = np.arange(n) / RATE
    out = np.stack(
        [shaped(t, lambda f: f**-1.0 * (f > 40) / (1 + (f / 500) ** 2), 351 + k) * 0.16 for k in (0, 1)], -1
    )
    for at, big, pan in ((2.6, 1.0, 0.4), (8.9, 0.8, 0.65), (14.4, 1.1, 0.5), (20.3, 0.85, 0.35)):
        near = (time - at + t / 2) % t - t / 2
        rise = np.where(near < 0, np.exp(-((near / 1.7) ** 2)), np.exp(-((near / 0.9) ** 2)))
        wash = np.where(near < 0, 0, np.exp(-np.maximum(near - 0.6, 0) / 1.8) * np.clip(near / 0.6, 0, 1))
        for side, share in ((0, np.cos(pan * 1.57)), (1, np.sin(pan * 1.57))):
            seed = 360 + int(at * 10) + side
            body = shaped(t, lambda f: f**-0.7 * (f > 50) / (1 + (f / 900) ** 2), seed)
            foam = shaped(t, lambda f: f**-0.15 * (f > 700) / (1 + (f / 6000) ** 2), seed + 500)
            out[:, side] += big * share * (body * rise * 0.9 + foam * (0.30 * rise + 0.38 * wash))
    return out


RECIPES = {
    "wind": Recipe(lambda: wind(0.25, 201), -30, True),
    "wind_strong": Recipe(lambda: wind(1.0, 231), -22, True),
    "city": Recipe(city, -27, True),
    "gust": Recipe(gust, -20, False),
    "gull": Recipe(gull, -22, False),
    "creak": Recipe(creak, -20, False),
    "helicopter": Recipe(helicopter, -20, False),
    "shore": Recipe(shore, -26, True),
}


def loudness(wave: np.ndarray, rate: int = RATE) -> float:
    """Integrated loudness in LUFS after ITU-R BS.1770-4: K-weighting, 400 ms blocks, both gates."""
    channels = wave[:, None] if wave.ndim == 1 else wave
    blocks = []
    step, size = rate // 10, rate * 4 // 10
    weighted = _k_weight(channels, rate)
    for begin in range(0, len(weighted) - size + 1, step):
        blocks.append((weighted[begin : begin + size] ** 2).mean(axis=0).sum())
    power = np.asarray(blocks)
    level = -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
    kept = power[level > -70]
    kept = kept[-0.691 + 10 * np.log10(kept) > -0.691 + 10 * np.log10(kept.mean()) - 10]
    return float(-0.691 + 10 * np.log10(kept.mean()))


def _k_weight(wave: np.ndarray, rate: int) -> np.ndarray:
    """The two filters of BS.1770 for any rate: a shelf of +4 dB above 1.68 kHz, a high pass at 38 Hz."""
    k = np.tan(np.pi * 1681.974450955533 / rate)
    q, vh = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    vb = vh**0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf_b = np.array([vh + vb * k / q + k * k, 2 * (k * k - vh), vh - vb * k / q + k * k]) / a0
    shelf_a = np.array([1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0])
    k, q = np.tan(np.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    high_a = np.array([1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0])
    return lfilter([1, -2, 1], high_a, lfilter(shelf_b, shelf_a, wave, axis=0), axis=0)


def render(name: str) -> np.ndarray:
    """The finished sound: no offset, at its loudness, peaks limited."""
    recipe = RECIPES[name]
    wave = recipe.make()
    wave = wave - wave.mean(axis=0)
    wave = wave * 10 ** ((recipe.lufs - loudness(wave)) / 20)
    top = np.abs(wave).max()
    if top > PEAK:
        wave = PEAK * np.tanh(wave / PEAK * 1.1) / np.tanh(1.1 * top / PEAK)
        wave = wave * min(10 ** ((recipe.lufs - loudness(wave)) / 20), PEAK / np.abs(wave).max())
    return wave


def same_serial(ogg: bytes, serial: int = 1) -> bytes:
    """The Ogg stream (RFC 3533) under a fixed serial number: the library draws one by chance for every file."""
    out, at = bytearray(ogg), 0
    while at < len(out):
        if out[at : at + 4] != b"OggS":
            raise ValueError(f"no Ogg page at byte {at}")
        segments = out[at + 26]
        end = at + 27 + segments + sum(out[at + 27 : at + 27 + segments])
        out[at + 14 : at + 18] = serial.to_bytes(4, "little")
        out[at + 22 : at + 26] = bytes(4)
        out[at + 22 : at + 26] = _checksum(out[at:end]).to_bytes(4, "little")
        at = end
    return bytes(out)


def _checksum(page: bytes) -> int:
    """Ogg's CRC: polynomial 0x04c11db7, first bit first, from 0."""
    crc = 0
    for byte in page:
        crc = (crc << 8 & 0xFFFFFFFF) ^ _CRC[crc >> 24 ^ byte]
    return crc


def _crc_row(byte: int) -> int:
    row = byte << 24
    for _ in range(8):
        row = row << 1 ^ (0x104C11DB7 if row & 0x80000000 else 0)
    return row


_CRC = [_crc_row(byte) for byte in range(256)]


def build(folder: Path) -> list[Path]:
    import soundfile

    made = []
    for name in RECIPES:
        path = folder / f"{name}.ogg"
        soundfile.write(
            path, render(name).astype(np.float32), RATE, format="OGG", subtype="VORBIS", compression_level=0.6
        )
        path.write_bytes(same_serial(path.read_bytes()))
        made.append(path)
    return made
