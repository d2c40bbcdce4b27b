def _hostname(url: str) -> Optional[str]:
    """The host of a URL as the WHATWG URL Standard reads it, but with IDNA 2003; None where it reads none."""
    scheme, _, rest = url.partition('://')
    place = re.split('[/?#]', rest)[0].rpartition('@')[2]
    found = re.match(r'(\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(?::0*([0-9]{0,5}))?\Z', place)
    if not found or int(found[2] or 0) > 65535:
        return None
    host, special = found[1], scheme.lower() in ('http', 'https', 'ws', 'wss', 'ftp', 'file')
    try:
        if host.startswith('['):
            from socket import AF_INET6, inet_pton

            inet_pton(AF_INET6, host[1:-1])
            return host.lower()
        if special and '%' in host:
            from urllib.parse import unquote

            host = unquote(host, errors='strict')
        if special and ('xn--' in host.lower() or not host.isascii()):
            host = host.encode('idna').decode('idna').encode('idna').decode()
        if special and re.search(r'(?i)(\A|\.)([0-9]+|0x[0-9a-f]*)\.?\Z', host):
            from socket import inet_aton, inet_ntoa

            host = inet_ntoa(inet_aton(host[:-1] if host.endswith('.') else host))
    except (OSError, UnicodeError):
        return None
    return None if re.search(r'[\x00-\x20#/:<>?@\\^|%\x7f]' if special else r'[\x00-\x20<>^|]', host) else host
