def _port_or_pipe(lowest: int, highest: int, text: str) -> Union[int, str]:
    return text if '\\\\.\\pipe\\' in text else _port(lowest, highest, text)
