"""A process of its own, with bounds, reads an uploaded document."""

import io
import zlib

import pikepdf

from district_cms.checks.documents import State
from district_cms.checks.documents.isolated import examine_isolated
from tests.factories import files

ADLER_MODULUS = 65_521  # RFC 1950


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    found = examine_isolated(io.BytesIO(files.pdf()), "PDF")
    assert (found.kind, found.state, found.tagged) == ("pdf", State.READ, True)


def test_a_page_that_unpacks_without_end_does_not_fill_the_memory() -> None:
    # One page whose 1.5 gigabytes of content are packed twice into some kilobytes.
    bomb = _pdf_with_content(files.pdf(), 1_500)
    assert len(bomb) < 20_000
    assert zlib.decompress(_packed_zeros(3)) == bytes(3_000_000)  # as zlib itself makes it
    # qpdf reports what its memory does not hold as damage.
    assert examine_isolated(io.BytesIO(bomb), "pdf").state in {State.DAMAGED, State.TOO_MUCH}


def _pdf_with_content(source: bytes, megabytes: int) -> bytes:
    with pikepdf.open(io.BytesIO(source)) as pdf:
        pdf.pages[0].Contents = pikepdf.Stream(
            pdf,
            zlib.compress(_packed_zeros(megabytes), 9),
            Filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 2),
        )
        out = io.BytesIO()
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return out.getvalue()


def _packed_zeros(megabytes: int) -> bytes:
    """What zlib makes of so many megabytes of zeros, without packing each of them: after a full
    flush one megabyte is packed like the next, and only the checksum counts them."""
    packer = zlib.compressobj(9)
    header = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    megabyte = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.flush()[:-4]
    checksum = (megabytes * 1_000_000 % ADLER_MODULUS) << 16 | 1
    return header + megabyte * megabytes + end + checksum.to_bytes(4)
