def _url(text: str) -> str:
    foreign = [at for at, char in enumerate(text) if char in ' \\\ufffd' or not char.isprintable()]
    scheme = re.match(r'(?i)[a-z][a-z0-9+.-]*://(?!/)', text)
    _insist(not foreign, at=foreign[0] if foreign else 0)
    _insist(scheme and _hostname(text), at=scheme.end() if scheme else 0)
    return text
def _has_password(text: str) -> bool:  # of a text that is no URL, whether it looks so
    url = re.sub('[\t\n\r]', '', text.strip(''.join(map(chr, range(33)))))
    is_url = re.match('(?i)[a-z][a-z0-9+.-]*://', text) and _hostname(url) != ''
    place = re.split('[/?#]', url.partition('://')[2].lstrip('/'))[0] if is_url else text
    return re.search(':.+@' if is_url else ':[^@]+@', place[:place.rfind('@') + 1]) is not None
