def _host(text: str) -> str:
    label = '[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?'
    foreign = None if text.startswith('[') else re.search('[^A-Za-z0-9._-]', text)
    if text.count(':') > 1 and '/' not in text and not text.startswith('['):
        raise _Fault('', 'write an IPv6 address between brackets, as in [::1]')
    if foreign:
        help = '' if text.isascii() else 'write a name as DNS has it, as in xn--bcher-kva.example'
        raise _Fault('', help, foreign.start())
    if len(text) > 253 or not re.match(rf'(\[[0-9A-Fa-f:.]+\]|{label}(\.{label})*\.?)\Z', text):
        raise _Fault()
    if (_hostname(f'http://{text}') or '').lower() != text.lower():
        raise _Fault('an IPv4 address' if re.search(r'(\A|\.)[0-9][^.]*\.?\Z', text) else '')
    return text
