def _url(text: str) -> str:
    for at, char in enumerate(text):
        if char in ' \\' or not char.isprintable():
            raise _Fault(at=at)
    scheme = re.match(r'(?i)[a-z][a-z0-9+.-]*://(?!/)', text)
    if not scheme or not _hostname(text):
        raise _Fault(at=scheme.end() if scheme else 0)
    return text


def _holds_password(text: str) -> bool:
    """Whether a URL has a password; of a text that is no URL, whether it looks so."""
    if '@' not in text:
        return False
    plain = re.sub('[\t\n\r]', '', text.strip(''.join(map(chr, range(33)))))
    if not re.match('(?i)[a-z][a-z0-9+.-]*://', text) or _hostname(plain) is None:
        return re.search(':[^@]+@', text) is not None
    return re.search(':.+@', re.split('[/?#]', plain.partition('://')[2].lstrip('/'))[0]) is not None
