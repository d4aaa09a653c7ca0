"""The index of a bgzipped VCF (.tbi or .csi): where in the file the records of a place are.

Layout: the tabix and CSIv1 specifications of samtools/hts-specs. A virtual offset is the place of a
block in the packed file, times 65,536, plus a place in the text of the block. An index names
for windows of a contig the smallest virtual offset at which a record that reaches into the window
can stand: in a sorted file nothing that overlaps a later place comes before it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from oncomatch.errors import IndexMismatchError, InputError
from oncomatch.readers.chunks import read_blocks

_WINDOW_BITS = 14
_VCF = 2


@dataclass(frozen=True)
class IndexedContig:
    """The records of a contig lie between the virtual offsets `begin` and `end`.

    What overlaps the 0-based place `starts[i]` or a later one lies at `offsets[i]` or later; both
    rise. `records` is their count, None where the index has none. `window` is the count of bases
    for each of which a start stands, 0 where the starts are those of bins of any size.
    """

    name: str
    begin: int
    end: int
    starts: np.ndarray
    offsets: np.ndarray
    records: int | None
    window: int

    def lowest(self, places: np.ndarray) -> np.ndarray:
        """Return for 0-based places the virtual offsets before which nothing overlaps them."""
        number = np.searchsorted(self.starts, places, side="right") - 1
        if not len(self.starts):
            return np.full(len(places), self.begin)
        found = np.where(number >= 0, self.offsets[np.maximum(number, 0)], self.begin)
        return np.clip(found, self.begin, None)

    def latest(self, offset: int) -> int | None:
        """Return the 0-based place before which the record at an offset begins, where known."""
        number = int(np.searchsorted(self.offsets, offset, side="right")) - 1
        known = self.window and number >= 0 and self.offsets[number] == offset
        return int(self.starts[number]) + self.window if known else None


def index_beside(vcf: Path) -> tuple[Path | None, str]:
    """Return the index of a VCF, and a caution where there is one that cannot be used.

    An index older than its file is of another one.
    """
    written = int(vcf.stat().st_mtime)
    there = [vcf.with_name(vcf.name + kind) for kind in (".tbi", ".csi")]
    there = [path for path in there if path.is_file()]
    fresh = [path for path in there if int(path.stat().st_mtime) >= written]
    if fresh or not there:
        return (fresh[0] if fresh else None), ""
    return None, (
        f"{there[0]}: is older than the file and was not used; "
        f"write it again (bcftools index -f -t) and the file is read faster"
    )


def read_index(path: Path) -> list[IndexedContig]:
    """Return the contigs of an index that have records, in the order of the file.

    Raises:
        IndexMismatchError: it is damaged or not of a VCF.
    """
    try:
        data = b"".join(block.text for batch in read_blocks(path) for block in batch)
        found = _Index(data).contigs()
    except (InputError, OSError, struct.error, IndexError, ValueError) as error:
        raise mismatch(path, "it is damaged or not that of a VCF") from error
    return sorted(found, key=lambda each: each.begin)


def mismatch(path: Path, why: str) -> IndexMismatchError:
    """Return the error of an index that cannot be used."""
    return IndexMismatchError(
        f"{path}: was not used, {why}; write it again (bcftools index -f -t) "
        f"and the file is read faster"
    )


class _Index:
    """The unpacked bytes of an index, read from their beginning."""

    def __init__(self, data: bytes):
        self._data = data
        self._csi = data[:4] == b"CSI\x01"
        if not self._csi and data[:4] != b"TBI\x01":
            raise ValueError("neither TBI nor CSI")
        if self._csi:
            self._bits, self._depth, extra = struct.unpack_from("<3i", data, 4)
            self._count = struct.unpack_from("<i", data, 16 + extra)[0]
            conf, body = 16, 20 + extra
        else:
            self._bits, self._depth = _WINDOW_BITS, 5
            self._count = struct.unpack_from("<i", data, 4)[0]
            conf, body = 8, 0
        kind, contig, begin, _, _, _, size = struct.unpack_from("<7i", data, conf)
        if (kind & 0xFFFF, contig, begin) != (_VCF, 1, 2) or not 0 <= size < len(data):
            raise ValueError("not of a VCF")
        names = data[conf + 28 : conf + 28 + size].split(b"\0")[:-1]
        self._names = [name.decode("utf-8", "surrogateescape") for name in names]
        body = body or conf + 28 + size
        if len(self._names) != self._count:
            raise ValueError("names are missing")
        self._words = memoryview(data[body : body + (len(data) - body) // 4 * 4]).cast("I")
        self._at = 0

    def contigs(self) -> list[IndexedContig]:
        """Return the contigs that have records, in the order of the index."""
        found = [self._contig(name) for name in self._names]
        return [each for each in found if each is not None]

    def _contig(self, name: str) -> IndexedContig | None:
        places = self._skip_bins()
        words = np.frombuffer(self._words, "<u4")
        numbers = words[places].astype(np.int64)
        chunks_at = places + (4 if self._csi else 2)
        counts = words[chunks_at - 1].astype(np.int64)
        plain = numbers <= self._last_bin()
        begins = _offsets(words, chunks_at[plain])
        ends = _offsets(words, chunks_at[plain] + 4 * counts[plain] - 2)
        loffsets = _offsets(words, places + 1) if self._csi else self._linear(words)
        if not len(begins):
            return None
        if self._csi:
            starts, loffsets = self._bin_starts(numbers[plain]), loffsets[plain]
            order = np.lexsort((loffsets, starts))
            starts, loffsets = starts[order], loffsets[order]
        else:
            starts = np.arange(len(loffsets)) << _WINDOW_BITS
        known = loffsets > 0
        starts, loffsets = starts[known], loffsets[known]
        if (np.diff(loffsets) < 0).any() or (counts[plain] < 1).any():
            raise ValueError("offsets fall")
        # the specification's pseudo-bin: from and to, then counts with and without a place
        pseudo = chunks_at[(numbers == self._last_bin() + 2) & (counts == 2)]
        records = int(_offsets(words, pseudo + 4).sum()) if len(pseudo) else None
        window = 0 if self._csi else 1 << _WINDOW_BITS
        begin, end = int(begins.min()), int(ends.max())
        return IndexedContig(name, begin, end, starts, loffsets, records, window)

    def _skip_bins(self) -> np.ndarray:
        """Return where the bins of the next contig begin, and go behind them."""
        words, at = self._words, self._at + 1
        before = 4 if self._csi else 2
        places = []
        for _ in range(words[self._at]):
            places.append(at)
            at += before + 4 * words[at + before - 1]
        if at > len(words):
            raise ValueError("ends too early")
        self._at = at
        return np.array(places, np.int64)

    def _linear(self, words: np.ndarray) -> np.ndarray:
        """Return the linear index of the contig, and go behind it."""
        begin = self._at + 1
        self._at = begin + 2 * self._words[self._at]
        if self._at > len(words):
            raise ValueError("ends too early")
        return _offsets(words, np.arange(begin, self._at, 2))

    def _last_bin(self) -> int:
        return int(((1 << 3 * (self._depth + 1)) - 1) // 7 - 1)

    def _bin_starts(self, numbers: np.ndarray) -> np.ndarray:
        """Return the 0-based starts of bins."""
        starts = np.zeros(len(numbers), np.int64)
        for level in range(self._depth + 1):
            first = ((1 << 3 * level) - 1) // 7
            here = (numbers >= first) & (numbers < first + (1 << 3 * level))
            width = self._bits + 3 * (self._depth - level)
            starts[here] = (numbers[here] - first) << width
        return starts


def _offsets(words: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the 64-bit numbers whose lower halves stand at places."""
    pairs: np.ndarray = words[np.add.outer(places, (0, 1))].astype(np.uint32)
    return pairs.view("<u8")[:, 0].astype(np.int64)
