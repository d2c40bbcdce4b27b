def _integer(title: str, signed: bool, text: str) -> int:
    sign = 1 if signed and text.startswith('-') else 0
    foreign = re.search('[^0-9]', text[sign:])
    _insist(text[sign:] and not foreign, at=sign + (foreign.start() if foreign else 0))
    _insist(re.match(r'(0|[1-9][0-9]*)\Z', text[sign:]), '', 'leave out the leading zero', sign)
    _insist(text != '-0', at=sign)
    is_exact = len(text) <= 17 and abs(int(text)) < 1 << 53
    _insist(is_exact, f'{title} that JavaScript holds exactly', 'write a number up to 2^53 - 1')
    return int(text)
