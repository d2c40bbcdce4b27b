def _port(lowest: int, highest: int, text: str, help: str = '') -> int:
    foreign = re.search('[^0-9]', text)
    _insist(text and not foreign, at=foreign.start() if foreign else 0)
    _insist(text == '0' or text[0] != '0', '', 'leave out the leading zero')
    _insist(len(text) < 6 and lowest <= int(text) <= highest, '', help or f'choose a port within {lowest}-{highest}')
    return int(text)
