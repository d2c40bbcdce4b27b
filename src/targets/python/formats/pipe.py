def _pipe(text: str) -> str:
    _insist(re.match(r'\\\\\.\\pipe\\[^\n\r\u2028\u2029]', text))
    return text
def _port_or_pipe(lowest: int, highest: int, text: str) -> Union[int, str]:
    try:
        return _pipe(text)
    except _Fault:
        return _port(lowest, highest, text)
