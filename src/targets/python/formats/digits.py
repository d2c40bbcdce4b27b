def _not_digits(text: str, at: int = 0) -> _Fault:
    """Why a text is no number of plain digits from a character on."""
    zero = re.match(r'0[0-9]+\Z', text[at:])
    foreign = re.search('[^0-9]', text[at:])
    return _Fault('', 'leave out the leading zero', at) if zero else _Fault(at=at + (foreign.start() if foreign else 0))
