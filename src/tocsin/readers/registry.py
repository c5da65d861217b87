"""Which reader reads which type; imported once, before the jail closes."""

from __future__ import annotations

from tocsin.readers import (
    archive,
    chat,
    dbase,
    delimited,
    dicom,
    doc,
    docx,
    eml,
    emlx,
    hl7,
    html,
    ics,
    image,
    jsonfile,
    locked,
    mbox,
    msg,
    naaccr,
    odf,
    ole,
    onenote,
    packed,
    parquet,
    pdf,
    pkcs7,
    plain,
    ppt,
    pptx,
    pst,
    rar,
    rtf,
    sevenzip,
    sqldump,
    sqlite,
    tnef,
    vcard,
    warc,
    x12,
    xlsx,
    xmlfile,
)
from tocsin.readers.interface import Reader

READERS: tuple[Reader, ...] = (
    eml.READER,
    mbox.READER,
    msg.READER,
    odf.READER,
    ole.READER,
    onenote.READER,
    ppt.READER,
    pst.READER,
    tnef.READER,
    chat.READER,
    emlx.READER,
    ics.READER,
    pkcs7.READER,
    vcard.READER,
    html.READER,
    xlsx.READER,
    docx.READER,
    doc.READER,
    rtf.READER,
    pptx.READER,
    pdf.READER,
    *archive.READERS,
    packed.READER,
    rar.READER,
    sevenzip.READER,
    warc.READER,
    jsonfile.READER,
    xmlfile.READER,
    locked.READER,
    image.READER,
    x12.READER,
    hl7.READER,
    sqlite.READER,
    parquet.READER,
    dbase.READER,
    dicom.READER,
    naaccr.READER,
    sqldump.READER,
    delimited.READER,
    plain.READER,
)
_BY_TYPE = {media_type: reader for reader in READERS for media_type in reader.media_types}


def reader_for(media_type: str) -> Reader | None:
    """Return the reader of a media type, or None if there is none; any other kind of text is read as it stands."""
    found = _BY_TYPE.get(media_type)
    if found is None and media_type.startswith("text/"):
        return plain.READER
    return found
