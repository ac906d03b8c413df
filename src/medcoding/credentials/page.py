"""The page to print: a PDF that says what was shown and how, carries the badge, and is sealed by a signature."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medcoding.credentials.badge import Award, credential_id
from medcoding.credentials.extra import needs_extra
from medcoding.credentials.issuer import Issuer, SecretIssuer
from medcoding.errors import CredentialError
from medcoding.learning.conditions import Proof

if TYPE_CHECKING:
    from medcoding.credentials.verify import Checked

BADGE = "badge.jwt"
_INK, _QUIET, _ACCENT = "#1b1f24", "#5a6370", "#144a9c"


def draw_page(award: Award, issuer: Issuer) -> bytes:
    """The page without its seal; the same bytes for the same award."""
    with needs_extra():
        from reportlab.lib.colors import HexColor
        from reportlab.lib.pagesizes import LETTER, landscape
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfgen.canvas import Canvas
        from reportlab.platypus import Frame, KeepInFrame, Paragraph, Spacer

    from html import escape

    width, height = landscape(LETTER)
    paper = BytesIO()
    canvas = Canvas(paper, pagesize=(width, height), invariant=1, lang="en-US")
    canvas.setTitle(f"{award.title}: {award.holder}")
    canvas.setAuthor(issuer.name)
    canvas.setStrokeColor(HexColor(_ACCENT))
    canvas.setLineWidth(3)
    canvas.rect(28, 28, width - 56, height - 56)

    plain, bold = _fonts(f"{issuer.name}{award.title}{award.holder}")

    def style(size: float, color: str = _INK, font: str = plain, after: float = 6) -> Any:
        return ParagraphStyle(
            "", fontName=font, fontSize=size, leading=size * 1.3, textColor=HexColor(color), spaceAfter=after
        )

    parts = [
        Paragraph(escape(issuer.name), style(14, _QUIET, after=22)),
        Paragraph(escape(award.title), style(26, _ACCENT, bold, after=18)),
        Paragraph("This certifies that", style(12, _QUIET)),
        Paragraph(escape(award.holder), style(24, _INK, bold, after=14)),
        Paragraph("has met the conditions of the course in medical coding.", style(12, after=12)),
    ]
    for proof in Proof:
        found = [each for each in award.shown if each.proof is proof]
        if found:
            parts += [Spacer(1, 8), Paragraph(f"Shown by {escape(proof.value)}", style(11, _INK, bold, after=3))]
            parts += [Paragraph(f"{escape(each.name)}: {escape(each.says)}", style(9.5, after=2)) for each in found]
    until = f", valid until {award.until:%B} {award.until.day}, {award.until.year}" if award.until else ""
    foot = (
        f"Issued on {award.issued:%B} {award.issued.day}, {award.issued.year}{until}. "
        "A certificate of a school, not of a professional body. "
        f"Number {credential_id(award, issuer).removeprefix('urn:uuid:')}. "
        "The digital signature of this file, and the badge inside, can be checked with: medcoding verify FILE"
    )
    for low, high, held in ((92, height - 56, parts), (40, 84, [Paragraph(escape(foot), style(8.5, _QUIET))])):
        frame = Frame(56, low, width - 112, high - low, showBoundary=0)
        frame.addFromList([KeepInFrame(0, 0, held, mode="shrink")], canvas)
    canvas.save()
    return paper.getvalue()


def _fonts(text: str) -> tuple[str, str]:
    """The fonts that hold these letters: every reader's own for Western Europe, DejaVu for the rest."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        pass
    else:
        return "Helvetica", "Helvetica-Bold"
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    found = [TTFont(name, str(path)) for name, path in _dejavu() if path.is_file()]
    if len(found) < 2 or any(ord(letter) not in found[0].face.charToGlyph for letter in text):
        raise CredentialError(
            f"certificate: no font here holds all letters of {text!r}; install DejaVu (fonts-dejavu-core), "
            "or give the name as its holder writes it in Latin letters"
        )
    for font in found:
        pdfmetrics.registerFont(font)
    return "DejaVuSans", "DejaVuSans-Bold"


def _dejavu() -> list[tuple[str, Path]]:
    folder = Path("/usr/share/fonts/truetype/dejavu")
    return [(name, folder / f"{name}.ttf") for name in ("DejaVuSans", "DejaVuSans-Bold")]


def seal_page(page: bytes, badge: str, secret: SecretIssuer, now: datetime) -> bytes:
    """Put the badge into the page and sign all of it."""
    with needs_extra():
        from asn1crypto import keys, x509
        from cryptography.hazmat.primitives import serialization
        from pyhanko.pdf_utils import embed
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import signers
        from pyhanko_certvalidator.registry import SimpleCertificateStore

    kind = serialization.PrivateFormat.PKCS8
    raw = secret.seal_key.private_bytes(serialization.Encoding.DER, kind, serialization.NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(secret.issuer.seal),
        signing_key=keys.PrivateKeyInfo.load(raw),
        cert_registry=SimpleCertificateStore(),
    )
    writer = IncrementalPdfFileWriter(BytesIO(page))
    held = embed.EmbeddedFileObject.from_file_data(
        writer,
        badge.encode("ascii"),
        mime_type="application/jwt",
        params=embed.EmbeddedFileParams(modification_date=now),
    )
    spec = embed.FileSpec(file_spec_string=BADGE, file_name=BADGE, embedded_data=held, description="Open Badge")
    embed.embed_file(writer, spec)
    described = signers.PdfSignatureMetadata(field_name="Issuer", name=secret.issuer.name, reason="Certificate issued")
    sealed = _run(signers.async_sign_pdf(writer, described, signer=signer))
    found: bytes = sealed.getvalue()
    return found


def check_seal(raw: bytes, issuer: Issuer) -> tuple[Checked | None, str]:
    """What is wrong with the seal (None: nothing), and the badge inside."""
    from medcoding.credentials.verify import Checked, State

    with needs_extra():
        from asn1crypto import cms, x509
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
        from pyhanko_certvalidator import ValidationContext

    certificate = x509.Certificate.load(issuer.seal)
    try:
        reader = PdfFileReader(BytesIO(raw))
        signatures = list(reader.embedded_signatures)
        if len(signatures) != 1:
            return Checked(State.TAMPERED, "the page bears no signature, or more than the one of its issuer"), ""
        signed_by = signatures[0].signer_cert
        # What follows the signature in its place is signed by nobody: nothing may stand there.
        room = signatures[0].pkcs7_content
        is_padded = not room[len(cms.ContentInfo.load(room).dump()) :].strip(b"\0")
        context = ValidationContext(trust_roots=[certificate], allow_fetching=False, moment=None)
        status = _run(async_validate_pdf_signature(signatures[0], context))
        badge = _badge_in(reader)
    except Exception:  # a spoiled file makes the reader raise whatever its libraries raise
        return Checked(State.TAMPERED, "the page cannot be read as its issuer signed it: something was changed"), ""
    if not (is_padded and status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE):
        return Checked(State.TAMPERED, "the signature does not fit the page: something was changed"), ""
    if signed_by.dump() != certificate.dump() or not status.trusted:
        return Checked(State.WRONG_ISSUER, f"it was not signed with the key of {issuer.name}"), ""
    return None, badge


def _badge_in(reader: Any) -> str:
    names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    spec = names[1]
    data: bytes = spec["/EF"]["/F"].data
    return data.decode("ascii")


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Wait for a library's coroutine, also where this thread has a loop of its own, as in a notebook."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()
