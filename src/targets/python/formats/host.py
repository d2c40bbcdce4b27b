def _host(text: str) -> str:
    label, foreign = '[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?', re.search('[^A-Za-z0-9._-]', text)
    if foreign and not text.startswith('['):
        _insist(text.count(':') < 2 or '/' in text, '', 'write an IPv6 address between brackets, as in [::1]')
        help = '' if text.isascii() else 'write a name as DNS has it, as in xn--bcher-kva.example'
        raise _Fault('', help, foreign.start())
    _insist(len(text) <= 253 and re.match(rf'(\[[0-9A-Fa-f:.]+\]|{label}(\.{label})*\.?)\Z', text))
    is_number = re.search(r'(\A|\.)[0-9][^.]*\.?\Z', text)
    _insist(_hostname(f'http://{text}') == text.lower(), 'an IPv4 address' if is_number else '')
    return text
