def _number(text: str) -> float:
    if not re.match(r'-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z', text):
        foreign = re.search('[^0-9.eE+-]', text)
        raise _Fault(at=foreign.start() if foreign else 0)
    if abs(float(text)) == float('inf'):
        raise _Fault('a number that JavaScript can hold')
    return float(text)
