def _hostname(url: str) -> str:  # as the WHATWG URL Standard reads it, but for percent-encoding; empty for none
    scheme, _, rest = url.lower().partition('://')
    place = re.split('[/?#]', rest)[0].rpartition('@')[2]
    found = re.match(r'(\[[0-9a-f:.]+\]|[^\[\]:]+)(?::0*([0-9]{0,5}))?\Z', place)
    is_special = scheme in ('http', 'https', 'ws', 'wss', 'ftp', 'file')
    foreign = re.search(r'[\x00-\x20<>\\^|%\x7f]' if is_special else r'[\x00-\x20<>^|]', place)
    host = '' if not found or foreign or int(found[2] or 0) > 65535 else str(found[1])
    is_number = is_special and re.search(r'(\A|\.)([0-9]+|0x[0-9a-f]*)\.?\Z', host)
    if is_number or host.startswith('['):
        from socket import AF_INET6, inet_aton, inet_ntoa, inet_pton
        try:
            return inet_ntoa(inet_aton(host.rstrip('.'))) if is_number else host * bool(inet_pton(AF_INET6, host[1:-1]))
        except OSError:
            return ''
    return host
