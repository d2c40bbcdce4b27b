import bisect, errno, os, re, stat, time
from functools import partial, reduce
from types import SimpleNamespace as _Setting
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple, Union

_MASK, _LARGEST, _SUM, _BREAKS = '********', 1 << 20, 1 << 24, '\n\u2028\u2029'  # white space as JavaScript has it
_SPACES = ''.join(map(chr, [*range(9, 14), 32, 160, 5760, *range(8192, 8203), 8232, 8233, 8239, 8287, 12288, 65279]))
_RESERVED = (r'(__(define|lookup)[GS]etter__|__proto__|constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|'
             r'prototype|toLocaleString|toString|valueOf)\Z')  # never set by a file; below, if listed
_FORBIDDEN = (r'(BASH_ENV|COMSPEC|DYLD_.*|GIT_(ASKPASS|CONFIG.*|EDITOR|EXTERNAL_DIFF|PAGER|SSH.*)|IFS|OPENSSL_CONF|PS4|'
              r'(GCONV_|GIT_EXEC_|LD_LIBRARY_|PYTHON)?PATH|LD_(AUDIT|PRELOAD)|(PERL5|RUBY)(LIB|OPT)|PROMPT_COMMAND|'
              r'NODE_(EXTRA_CA_CERTS|OPTIONS|TLS_REJECT_UNAUTHORIZED)|PYTHON(HOME|STARTUP|USERBASE)|ZDOTDIR)\Z')
_SECRET = (r'(?i)(?!(OLD)?PWD\Z)(.*_)?([A-Z]*(PASSWORD|PASSWD|PASSPHRASE|PASSCODE|PWD|SECRETS?|TOKEN)|[A-Z]{0,4}PASS|'
           r'PW|CREDENTIALS?|PRIVATE|(API|ACCESS|AUTH|SIGNING|ENCRYPTION|MASTER|SSH)?KEY|DSN|JWT)(_|\Z)')
_TELLING = (f'(://[^{_SPACES}/?#:@]*:[^{_SPACES}/?#@]+@)|(?<![^{_SPACES}"\'`;,|(){{}}])([A-Z][A-Z0-9_]*)[{_SPACES}]*'
            rf'[=:](?=[{_SPACES}]*[^{_SPACES}])|\$\{{([A-Za-z_][A-Za-z0-9_.]*)(?![A-Za-z0-9_.]|:\?)')
_Reading = NamedTuple('_Reading', [('text', str), ('origin', str), ('expands', bool), ('line', str), ('column', int)])

class ConfigError(Exception):
    """The configuration is bad; the message says everything that is wrong, without a secret."""

class _Fault(Exception):  # why a text will not do, from its character `at` on; without a message, another tells of it
    def __init__(self, message: str = '', help: str = '', at: int = 0) -> None:
        self.message, self.help, self.at = message, help, at
def _insist(holds: object, message: str = '', help: str = '', at: int = 0) -> None:
    if not holds:
        raise _Fault(message, help, at)

def _setting(title: str, help: str, judge: Any, path: str, default: Any = None, flags: str = '', **more: Any) -> Any:
    facts = {'name': '', 'variable': None, 'typed': None, 'required': '', 'is_secret': lambda text: False, **more}
    found = {'readings': None, 'text': None, 'value': None, 'fault': None, 'secret': '', 'loop': '', 'size': 0}
    return _Setting(title=title, help=help, judge=judge, path=path, default=default, flags=flags, asked={},
                    is_own=False, sum='', is_open=not re.search('sensitive|undeclared', flags), **facts, **found)

def _reference(text: str) -> str:  # a pattern of the references in a text, with as many inside one another as it has
    name, inner = '[A-Za-z_][A-Za-z0-9_.]*', '(?!)'
    for _ in range(min(text.count('${') - 1, 16)):
        inner = rf'\$\{{{name}(?:(?::-|:\?|-)(?:\$\$\{{|{inner}|(?!\$?\$\{{)[^}}])*)?\}}'
    return rf'\$\$\{{|\$\{{({name})(?:(:-|:\?|-)((?:\$\$\{{|{inner}|(?!\$?\$\{{)[^}}])*))?\}}|(\$\{{)'

def _visible(text: str) -> str:
    return ''.join(c if c.isprintable() and (c < '\x80' or not c.isdecimal()) else repr(c)[1:-1] if c in '\n\r\t'
                   else f'\\u{ord(c):04x}' if c < '\U00010000' else f'\\u{{{ord(c):x}}}' for c in text)
def _quoted(text: str) -> str:
    shown = _visible((text if len(text) <= 120 else text[:60]).replace('\\', '\\\\').replace('"', '\\"'))
    return f'"{shown}"' if len(text) <= 120 else f'"{shown}..." ({len(text)} characters)'
def _problem(message: str, reading: _Reading, help: str, at: int = 0, is_open: bool = True) -> str:
    text, origin, _, line, column = reading if is_open else reading._replace(line='')
    start = column + (line[column:column + 1] in ('"', "'", '`'))
    at = start + at if text and line.startswith(text, start) else column
    begin = at - 50 if at > 80 else 0
    before = _visible(line[begin:at])
    excerpt = f'\n    {before}{_visible(line[at:begin + 100])}\n    {" " * len(before)}^' if line else ''
    return f'error: {message}\n  {"" if origin.startswith("derived ") else "from "}{origin}{excerpt}\n  help: {help}'

def _read(path: str, looks: int = 10, earlier: Any = None) -> str:  # a .env file's text, if any
    there, mend, less = 'put a file in its place', 'mend the link, or take it away', 'keep large values elsewhere'
    reasons = {'EACCES': ('may not be read by this user', 'give read permission, or take the file away'),
               'ENOENT': ('is a symbolic link that leads nowhere', mend), 'ENXIO': ('is a socket, not a file', there),
               'ELOOP': ('is a symbolic link that leads back to itself', mend),
               'EISDIR': ('is a directory, not a file', there)}
    try:
        with open(path, 'rb', opener=lambda path, flags: os.open(path, flags | getattr(os, 'O_NONBLOCK', 0))) as file:
            now, old = time.time(), os.fstat(file.fileno())
            _insist(stat.S_ISREG(old[0]), f'is a {"FIFO" if stat.S_ISFIFO(old[0]) else "device"}, not a file', there)
            _insist(old.st_size <= _LARGEST, 'is larger than 1 MiB', less)
            data, new = file.read(_LARGEST + 1), os.fstat(file.fileno())
        found = [(data, it.st_ino, it.st_size, it.st_mtime_ns, it.st_ctime_ns) for it in (old, new)]
        is_whole = len(data) == new.st_size and found[0] == found[1]
        if not is_whole or now - max(new.st_mtime, new.st_ctime) < 2 and (found != earlier or not data and looks > 1):
            _insist(looks > 1, 'changes while it is read', 'try again when it is written')
            time.sleep(0 if is_whole and 0 < len(data) < 4096 else 0.02)
            return _read(path, looks - 1, found)
        _insist(b'\0' not in data, f'has a NUL at byte {data.find(0)}', 'save it as UTF-8 text')
        text = data.decode().replace('\r\n', '\n').replace('\r', '\n')
    except UnicodeDecodeError as error:
        raise _Fault(f'is not UTF-8 at byte {error.start}', 'save it as UTF-8')
    except OSError as error:
        code = errno.errorcode.get(error.errno or 0, '').replace('EPERM', 'EACCES')
        if code == 'ENOENT' and not os.path.islink(path):
            return ''
        raise _Fault(*reasons.get(code, (f'cannot be opened ({code})', 'look at the file')))
    lines = len(re.findall(f'[^{_BREAKS}]*[{_BREAKS}]|[^{_BREAKS}]+', text))
    _insist(lines <= 10000, f'has {lines} lines, more than 10,000', less)
    return text[text.startswith('\ufeff'):]

class _Resolver:  # finds the text of every name, each once, following references whatever their order
    def __init__(self, settings: Sequence[_Setting], root: str, mode: str, may_set: Sequence[str]) -> None:
        self.known = {**{one.path: one for one in settings}, **{one.name: one for one in settings}}
        self.variables = {one.variable: one for one in settings if one.variable}
        self.problems: List[str] = []
        self.pending: List[str] = []
        self.expanded, self.slot = 0, next((one for one in settings if 'slot' in one.flags), _Setting())
        names = ['.env.defaults', '.env', '.env.local', f'.env.{mode}', f'.env.{mode}.local'][:5 if mode else 3]
        self.files = [self.file(root, name, may_set) for name in names if (mode, name) != ('test', '.env.local')]

    def is_secret(self, name: str) -> bool:
        flags = getattr(self.known.get(name), 'flags', 'undeclared')
        return 'sensitive' in flags or ('undeclared' in flags and re.match(_SECRET, name) is not None)
    def tells(self, text: str) -> bool:  # whether a text holds a secret and does not only refer to one
        bare = re.sub(r'\$\{[A-Za-z_][A-Za-z0-9_.]*\}', '', text)
        return any(it[1] or self.is_secret(it[2] or it[3]) for it in re.finditer(_TELLING, bare))

    def file(self, root: str, path: str, may_set: Sequence[str]) -> Dict[str, _Reading]:
        readings: Dict[str, _Reading] = {}
        try:
            text = _read(os.path.join(root, path))
        except _Fault as fault:
            self.problems.append(_problem(f'{path} {fault.message}', _Reading('', path, False, '', 0), fault.help))
            return readings
        space, char, rest, end = f'[{_SPACES}]', '[A-Za-z0-9_.-]', f'[^{_BREAKS}]*', f'(?![^{_BREAKS}])'
        quoted, in_secret = '|'.join(f'{space}*{mark}(?:\\\\{mark}|[^{mark}])*{mark}' for mark in '\'"`'), False
        statement = (f'(?:{space}|#{rest})+|(?:export{space}+)?({char}+)(?:{space}*=|:{space})({quoted}|[^#\n]+|)'
                     f'{space}*(?:#{rest})?{end}|(?!{end})(?:export(?:(?!{end}){space})+)?({char}*){rest}')
        starts = [0, *(found.end() for found in re.finditer(f'[{_BREAKS}]', text)), len(text) + 1]
        for found in filter(lambda found: found.lastindex, re.finditer(statement, text) if text else ()):
            key, value = found[1] or found[3], (found[2] or '').strip(_SPACES)
            quote = value[:1] if value[:1] in ('"', "'", '`') else ''
            is_fault = found[1] is None or quote != '' and value.find(quote, 1) < 1
            at = found.start() if found[1] is None else found.start(2) + found[2].find(value)
            at = at if is_fault or not re.search(f'[{_BREAKS}]', text[found.start():at]) else found.start()
            number = bisect.bisect(starts, at)
            line, column = text[starts[number - 1]:starts[number] - 1], at - starts[number - 1]
            message, help = f'{key} may not be set by a file', ''
            if is_fault:
                message, help = 'this line is no assignment, blank or comment', 'write NAME=value, or begin it with #'
                if quote:
                    message, help = f'the quote {quote} is not closed', 'close it, or quote the value otherwise'
                if in_secret or key not in self.variables or self.is_secret(key) or self.tells(line):
                    in_secret, (line, column) = True, (f'{key}={quote}{_MASK}', len(key) + 1) if quote else (_MASK, 0)
            elif re.match(_RESERVED, key):
                help = 'choose another name'
            elif key not in may_set and re.match(_FORBIDDEN, key.upper() if os.name == 'nt' else key):
                help = f"set it in the environment, or list it in the schema: $stack: {{ fileMaySet: ['{key}'] }}"
            value = re.sub(f'(?s)(?<![^{_BREAKS}])(["\'`])(.*)\\1{end}', r'\2', value)
            value = value.replace('\\n', '\n').replace('\\r', '\r') if quote == '"' else value
            line = line if is_fault or not self.tells(line) else ''
            reading = _Reading('' if is_fault else value, f'{path}:{number}', quote != "'", line, column)
            if help:
                self.problems.append(_problem(message, reading, help, is_open=is_fault))
            if not is_fault and not re.match(_RESERVED, key):
                readings[key] = reading
        return readings

    def settle(self, name: str) -> _Setting:  # a setting, or an undeclared variable, with what it comes to
        one = self.known.setdefault(name, _setting('', '', str, '', None, 'empty undeclared', name=name, variable=name))
        if one.readings is not None:
            return one
        schema = _Reading(one.default, f'schema {one.path}', 'literal' not in one.flags, '', 0)
        found = [layer[one.variable] for layer in [*self.files[::-1], {one.variable: schema}] if one.variable in layer]
        text = os.environ.get(one.variable)
        if text is not None:  # by its FNV-1a, whether it is just as an outer `config exec` handed it on
            digest = reduce(lambda it, byte: (it ^ byte) * 0x01000193 & 0xFFFFFFFF, os.fsencode(text), 0x811C9DC5)
            is_inherited = f'{one.variable}={digest:08x}' in os.environ.get('PORTOLAN_EXPORTED', '').split(' ')
            source = 'an outer config exec' if is_inherited else 'environment'
            found.insert(len(found) if is_inherited else 0, _Reading(text, source, False, '', 0))
        one.readings = [it for it in found if it.text or it.text == '' and (it is schema or 'empty' in one.flags)]
        if one.readings:
            self.pending.append(one.name)
            try:
                one.text, slot = self.expand(one, one.readings[0])
                one.value = one.judge(one.text)
                if slot and one.value:
                    one.text = f'{one.value + slot * self.slot.stride}'
                    one.sum = f'{one.text} ({one.value} + {slot} x {self.slot.stride} for slot {slot})'
                    one.value = one.judge(one.text)
                one.text = str(one.value).lower() if isinstance(one.value, bool) else one.text
                one.value = one.value if one.typed is None or one.readings[0] is not schema else one.typed
            except (_Fault, RecursionError) as error:
                fault = error if isinstance(error, _Fault) else _Fault('its references are too deep', 'refer to less')
                is_loop = one.loop and one.text is None and not fault.message
                help = 'write one of the values in full: a name never means what a lower layer says'
                one.fault = _Fault(f'refers to itself: {_visible(one.loop)}', help) if is_loop else fault
            self.pending.pop()
        return one

    def expand(self, one: _Setting, reading: _Reading) -> Any:  # its text with references filled in, and its shift
        text, pattern = reading.text, _reference(reading.text)
        def value_of(found: Any) -> Any:
            name, operator, inside, _ = found.groups()
            value = self.look_up(name, one).text if name else '${'
            if value is None or not value and operator in (':-', ':?'):
                place = re.search(rf'(?<!\$)\$\{{{re.escape(name)}(?![A-Za-z0-9_.])', reading.text)
                at, shown = place.start() if place else 0, name if one.is_open else 'a name'
                message = _visible(inside or '') if one.is_open else _MASK
                _insist(operator != ':?', f'{shown} is not set: {message}', f'set {shown}', at)
                _insist(operator or not self.known[name].required)
                help = f'set {name}, or write ${{{name}:-text}}' if one.is_open else 'set the name that it refers to'
                _insist(operator, f'refers to {shown}, which is not set', f'{help}; $${{ is a literal ${{', at)
                one.size, value = one.size, re.sub(pattern, value_of, inside)  # what is inside counts once
            one.size += len(value)
            _insist(one.size <= _LARGEST, f'it expands to more than {_LARGEST} characters', 'refer to less')
            return value
        if reading.expands and '${' in text:
            at = next((found.start() for found in re.finditer(pattern, text) if found[4]), -1)
            help = 'write ${NAME}, ${NAME:-text}, ${NAME-text} or ${NAME:?message}; $${ is a literal ${'
            shown = _quoted(text[at:at + 40]) if one.is_open and not self.tells(text) else _MASK
            _insist(at < 0, f'"${{" begins no reference at {shown}', help, at)
            _insist(len(self.pending) <= 100, 'its references are more than 100 deep', 'refer to the value itself')
            _insist(self.expanded <= _SUM, f'all expansions together make more than {_SUM} characters', 'refer to less')
            one.size = len(re.sub(pattern, '', text))
            text = re.sub(pattern, value_of, text)
            self.expanded += len(text)
        is_shared = re.match(r'schema |\.env(?!\S*\.local:)', reading.origin)
        is_own = not is_shared or any(self.known[it].is_own for it in one.asked)
        one.is_own = is_own or re.search('shifts|fixed|slot', one.flags) is not None
        slot = None if is_own or 'shifts' not in one.flags else self.look_up(self.slot.name, one).value
        held = 'holds a password' if one.is_secret(text) else 'holds a secret' if self.tells(text) else ''
        one.secret = min([*one.asked.values(), held], key=lambda why: (not why, str(why).endswith('may be a secret')))
        return text, slot

    def look_up(self, name: str, owner: _Setting) -> _Setting:
        key = self.known[name].name if name in self.known else name
        if key in self.pending:
            self.known[name].loop = ' -> '.join([*self.pending[self.pending.index(key):], key])
            raise _Fault()
        one = self.settle(name)
        _insist(not one.fault)
        why = 'is sensitive' if 'sensitive' in one.flags else one.secret or 'may be a secret' * self.is_secret(name)
        owner.asked[name] = why if not why or why.startswith('is made of') else f'is made of {key}, which {why}'
        return one

    def problem(self, one: _Setting) -> str:  # what is wrong; empty where nothing is, or it is told elsewhere
        fault, why = self.settle(one.name).fault, ''
        help = 'choose a lower slot, or solve the stride anew: config slot plan' if one.sum else ''
        if not one.readings:
            return str(one.required)
        winner, shown = one.readings[0], one.is_open and not one.secret
        if fault is None:
            if 'public' not in one.flags or not one.secret or one.secret.endswith('may be a secret'):
                return ''
            if winner.expands and '${' in winner.text and winner.origin.startswith('schema '):
                winner = winner._replace(origin=f'derived from {", ".join(one.asked)}')
            help = f'take the secret out of the value, or keep {one.name} from the frontend'
            return _problem(f'{one.name} is handed to the frontend, yet it {one.secret}', winner, help, is_open=False)
        if one.text is None:
            return fault.message and _problem(f'{one.name}: {fault.message}', winner, fault.help, fault.at, one.is_open)
        if re.match(r'(tcp|udp)://[^/]+:[0-9]+\Z', one.text):
            service = _visible(re.sub(r'_PORT\Z', '', one.name).lower().replace('_', '-'))
            why = ': it is a service link, which Kubernetes and Docker set'
            help = f'set enableServiceLinks: false in the pod, or give the service another name than {service}'
        elif one.text != one.text.strip(_SPACES):
            why = ': white space surrounds it'
            help = 'take the white space away (on Windows, `set X=9000 && ...` leaves a space: write `set "X=9000"`)'
        told = f'{one.name}={one.sum or _quoted(one.text) if shown else _MASK} is not {fault.message or one.title}{why}'
        return _problem(told, winner, help or fault.help or one.help, fault.at, shown)

def _resolve(root: str, *may_set: str) -> Dict[str, Any]:  # puts values in the place of settings, and returns them
    constants = {constant: one for constant, one in globals().items() if isinstance(one, _Setting)}
    for constant, one in constants.items():
        one.name = one.name or constant
        one.variable = one.name if one.variable is None else one.variable
    source = 'PORTOLAN_MODE' if os.environ.get('PORTOLAN_MODE') else 'NODE_ENV'
    mode, form = os.environ.get(source, ''), 'it must be letters, digits, "_" and "-", at most 64'
    if not re.match(r'(?ai)(?!(local|defaults)\Z)[a-z0-9_-]{0,64}\Z', mode):
        reason = f'it would read .env.{mode.lower()} twice' if mode.lower() in ('local', 'defaults') else form
        raise ConfigError(f'1 problem in the configuration\nerror: {source}={_quoted(mode)} is not a mode: {reason}\n'
                          f'  from environment\n  help: choose another, as in {source}=production')
    resolver = _Resolver([*constants.values()], root, mode, may_set)
    told = [*resolver.problems, *filter(None, map(resolver.problem, constants.values()))]
    told += filter(None, [resolver.problem(one) for one in resolver.known.values() if 'undeclared' in one.flags])
    if told:
        raise ConfigError('\n'.join([f'{len(told)} problem{"s"[:len(told) - 1]} in the configuration', *told]))
    globals().update({constant: one.value for constant, one in constants.items()})
    return {one.name: one.value for one in constants.values()}
