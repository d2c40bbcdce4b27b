def _number(text: str) -> float:
    foreign = re.search('[^0-9.eE+-]', text)
    is_number = re.match(r'-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z', text)
    _insist(is_number, at=foreign.start() if foreign else 0)
    _insist(abs(float(text)) != float('inf'), 'a number that JavaScript can hold')
    return float(text)
