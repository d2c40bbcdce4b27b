import errno
import os
import re
import stat
from bisect import bisect_right
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple, Union

_MASK, _LARGEST = '********', 1 << 20
# White space as JavaScript and dotenv have it.
_SPACES = ''.join(map(chr, [*range(9, 14), 32, 160, 5760, *range(8192, 8203), 8232, 8233, 8239, 8287, 12288, 65279]))
# What files may not set: the first never, the second unless the schema lists it.
_RESERVED = (r'(__(define|lookup)[GS]etter__|__proto__|constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|'
             r'prototype|toLocaleString|toString|valueOf)\Z')
_FORBIDDEN = (r'(BASH_ENV|COMSPEC|DYLD_.*|GIT_(SSH.*|CONFIG.*|ASKPASS|EDITOR|EXEC_PATH|EXTERNAL_DIFF|PAGER)|IFS|PATH|'
              r'LD_(AUDIT|LIBRARY_PATH|PRELOAD)|NODE_(EXTRA_CA_CERTS|OPTIONS|TLS_REJECT_UNAUTHORIZED)|'
              r'PYTHON(HOME|PATH|STARTUP))\Z')
_SECRET = (r'(?i)(.*_)?([A-Z]*(PASSWORD|PASSWD|PASSPHRASE|PASSCODE|PWD|SECRETS?|TOKEN)|[A-Z]{0,4}PASS|PW|CREDENTIALS?|'
           r'PRIVATE|(API|ACCESS|AUTH|SIGNING|ENCRYPTION|MASTER|SSH)?KEY|DSN|JWT)(_|\Z)')
_Taint = Optional[Tuple[bool, str]]  # why a text is a secret, and whether that is certain
_Reading = NamedTuple('_Reading', [('text', str), ('origin', str), ('expands', bool), ('line', str), ('column', int)])


class ConfigError(Exception):
    """The configuration is bad; the message says everything that is wrong, without a secret."""

    def __init__(self, problems: Sequence[str]) -> None:
        count = f'{len(problems)} problem{"" if len(problems) == 1 else "s"} in the configuration'
        super().__init__('\n'.join([count, *problems]))


class _Fault(Exception):
    """Why a text will not do, from its character `at` on; without a message, that is told elsewhere."""

    def __init__(self, message: str = '', help: str = '', at: int = 0, lacks: str = '') -> None:
        self.message, self.help, self.at, self.lacks = message, help, at, lacks


class _Format(NamedTuple):
    title: str
    help: str
    judge: Callable[..., Any] = str  # gives the value of a text, or raises a _Fault
    details: Tuple[Any, ...] = ()
    holds_password: Callable[[str], bool] = lambda text: False


class _Setting(NamedTuple):
    name: str
    path: str
    format: _Format
    default: Optional[str] = None
    flags: str = ''
    variable: Optional[str] = None  # where it is not the name
    value: Any = None  # the default, where it is no text
    required: str = ''  # what is said where it is not set


class _Settled(NamedTuple):
    """What a name comes to; `fault` says why it has no text, or why its format refuses the text."""

    setting: Optional[_Setting]
    readings: List[_Reading]  # highest first
    text: Optional[str] = None
    value: Any = None
    taint: _Taint = None
    asked: Sequence[str] = ()
    fault: Optional[_Fault] = None


def _visible(text: str) -> str:
    return ''.join(
        c if c.isprintable() and (c < '\x80' or not c.isdecimal()) else repr(c)[1:-1] if c in '\n\r\t'
        else f'\\u{ord(c):04x}' if c < '\U00010000' else f'\\u{{{ord(c):x}}}' for c in text
    )


def _quoted(text: str) -> str:
    shown = _visible((text if len(text) <= 120 else text[:60]).replace('\\', '\\\\').replace('"', '\\"'))
    return f'"{shown}"' if len(text) <= 120 else f'"{shown}..." ({len(text)} characters)'


def _shown(value: Any) -> str:
    import json

    value = int(value) if isinstance(value, float) and value.is_integer() else value
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(',', ':'))
    return _visible(plain) or '""'


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else re.sub(r'\\[^\\]{0,9}\Z', '', text[:longest]) + '...'


def _problem(message: str, origin: str, help: str, line: str = '', at: int = 0, also: str = '') -> str:
    if line:
        start = at - 50 if at > 80 else 0
        before = _visible(line[start:at])
        also = f'\n    {before}{_visible(line[at:start + 100])}\n    {" " * len(before)}^{also}'
    return f'error: {message}\n  {origin}{also}\n  help: {help}'


def _mode() -> str:
    name = 'PORTOLAN_MODE' if os.environ.get('PORTOLAN_MODE') else 'NODE_ENV'
    mode = os.environ.get(name, '')
    taken = mode in ('local', 'defaults')
    if not mode or not taken and re.match(r'[A-Za-z0-9_-]{1,64}\Z', mode):
        return mode
    reason = f'it would read .env.{mode} twice' if taken else 'it must be letters, digits, "_" and "-", at most 64'
    message, help = f'{name}={_quoted(mode)} is not a mode: {reason}', f'choose another, as in {name}=production'
    raise ConfigError([_problem(message, 'from environment', help)])


def _read(path: str) -> str:
    """The text of a .env file, empty where there is none; opened without waiting, since a FIFO would wait for ever."""
    there, mend = 'put a file in its place', 'mend the link, or take it away'
    refused = ('may not be read by this user', 'give read permission, or take the file away')
    reasons = {'EACCES': refused, 'EPERM': refused, 'ENXIO': ('is a socket, not a file', there),
               'ENOENT': ('is a symbolic link that leads nowhere', mend),
               'ELOOP': ('is a symbolic link that leads back to itself', mend)}
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, 'O_NONBLOCK', 0) | getattr(os, 'O_BINARY', 0))
    except OSError as error:
        code = errno.errorcode.get(error.errno or 0, '')
        if code == 'ENOENT' and not os.path.islink(path):
            return ''
        raise _Fault(*reasons.get(code, (f'cannot be opened ({code})', 'look at the file')))
    try:
        before, data = os.fstat(descriptor), b''
        after = before
        kind = {stat.S_IFREG: '', stat.S_IFDIR: 'a directory', stat.S_IFIFO: 'a FIFO'}.get(stat.S_IFMT(before.st_mode))
        if kind == '':
            data, after = os.read(descriptor, _LARGEST + 1), os.fstat(descriptor)
    finally:
        os.close(descriptor)
    changed = (len(data), before.st_size, before.st_mtime) != (after.st_size, after.st_size, after.st_mtime)
    text = data.decode('utf-8', 'replace').replace('\r\n', '\n').replace('\r', '\n')
    lines = len(re.split('[\n\u2028\u2029]', text)) - (text[-1:] in tuple('\n\u2028\u2029'))
    try:
        data.decode()
        invalid = -1
    except UnicodeDecodeError as error:
        invalid = error.start
    for wrong, reason, help in (
        (kind != '', f'is {kind or "a device"}, not a file', there),
        (before.st_size > _LARGEST, 'is larger than 1 MiB', 'keep large values elsewhere'),
        (changed, 'changes while it is read', 'try again when it is written'),
        (b'\0' in data, f'has a NUL at byte {data.find(0)}', 'save it as UTF-8 text'),
        (invalid >= 0, f'is not UTF-8 at byte {invalid}', 'save it as UTF-8'),
        (lines > 10000, f'has {lines} lines, more than 10,000', 'keep large values elsewhere'),
    ):
        if wrong:
            raise _Fault(reason, help)
    return text[1:] if text.startswith('\ufeff') else text


def _statements(text: str) -> Iterator[Tuple[str, Optional[str], str, int, str, int]]:
    """
    The key, value and quote of each statement of a .env text, as dotenv 16 reads it, with the number of its line, the
    line, and the column. Without a value its quote is not closed; without a key it is no assignment.
    """
    space, end = f'[{_SPACES}]', '(?![^\n\u2028\u2029])'
    blank, line_end = re.compile(f'(?:{space}|#[^\n\u2028\u2029]*{end})*'), re.compile('[^\n\u2028\u2029]*')
    quoted = '|'.join(f'{space}*{mark}(?:\\\\{mark}|[^{mark}])*{mark}' for mark in '\'"`')
    assignment = re.compile(f'(?:export{space}+)?([A-Za-z0-9_.-]+)(?:{space}*=|:{space})'
                            f'({quoted}|[^#\n]+)?{space}*(?:#[^\n\u2028\u2029]*)?{end}')
    paired = re.compile(f'(?<![^\n\u2028\u2029])(["\'`])(.*)\\1{end}', re.DOTALL)
    starts = [0, *(found.end() for found in re.finditer('[\n\u2028\u2029]', text))]

    def place(offset: int) -> Tuple[int, str, int]:
        number = bisect_right(starts, offset)
        line = line_end.match(text, starts[number - 1])
        return number, line[0] if line else '', offset - starts[number - 1]

    offset = 0
    while True:
        skipped = blank.match(text, offset)
        offset = skipped.end() if skipped else offset
        if offset == len(text):
            return
        found = assignment.match(text, offset) or line_end.match(text, offset)
        number, line, column = place(offset)
        offset = found.end() if found else offset
        if not found or not found.re.groups:
            yield '', None, '', number, line, column
            continue
        raw = found[2] or ''
        value = raw.strip(_SPACES)
        quote = value[:1] if value[:1] in ('"', "'", '`') else ''
        at = place(found.end(1) + 1) if not value else place(found.start(2) + raw.index(value))
        if quote and value.find(quote, 1) < 1:
            yield found[1], None, quote, *at
        else:
            value = paired.sub(r'\2', value)
            value = value.replace('\\n', '\n').replace('\\r', '\r') if quote == '"' else value
            yield found[1], value, quote, number, line, at[2] if at[0] == number else column


def _fill(
    text: str, is_open: bool, look_up: Optional[Callable[[str], Optional[str]]], offset: int = 0, outer: int = -1,
    depth: int = 0
) -> Tuple[str, int]:
    """
    Fills in references, to the end or to the `}` of the one that begins at `outer`; returns the offset behind it too.
    Without `look_up`, only looks at the form.
    """
    parts, size, close = [''], 0, -1
    while size <= _LARGEST:
        if outer >= 0 and close < offset:
            close = text.find('}', offset)
        opening = re.compile(r'\$\$\{|\$\{(?:([A-Za-z_][A-Za-z0-9_.]*)(\}|:-|:\?|-))?').search(text, offset)
        end = close if outer >= 0 else len(text)
        if end >= 0 and (opening is None or end < opening.start()):
            return ''.join([*parts, text[offset:end]]), end + 1
        first = outer if outer >= 0 or opening is None else opening.start()
        if end < 0 or opening is None or opening[0] != '$${' and (not opening[1] or depth > 16):
            shown = _quoted(text[first:first + 40]) if is_open else _MASK
            help = 'write ${NAME}, ${NAME:-text}, ${NAME-text} or ${NAME:?message}; $${ is a literal ${'
            raise _Fault(f'"${{" begins no reference at {shown}', help, first)
        parts.append(text[offset:opening.start()])
        (name, operator), offset = opening.groups(), opening.end()
        value = '${' if not name else look_up(name) if look_up else ''
        missing = value is None or value == '' and look_up and operator in (':-', ':?')
        if name and operator != '}':
            inner = look_up if missing and operator != ':?' else None
            otherwise, offset = _fill(text, is_open, inner, offset, first, depth + 1)
            value = otherwise if missing else value
        if missing and operator in ('}', ':?'):
            place = re.search(rf'(?<!\$)\$\{{{re.escape(name)}(?![A-Za-z0-9_.])', text)
            at, shown = place.start() if place else 0, name if is_open else 'a name'
            if operator == ':?':
                message = _visible(text[opening.end():offset - 1]) if is_open else _MASK
                raise _Fault(f'{shown} is not set: {message}', f'set {shown}', at)
            help = f'set {name}, or write ${{{name}:-text}}' if is_open else 'set the name that it refers to'
            raise _Fault(f'refers to {shown}, which is not set', f'{help}; $${{ is a literal ${{', at, name)
        parts.append(value or '')
        size += len(parts[-1]) + len(parts[-2])
    raise _Fault(f'it expands to more than {_LARGEST} characters', 'refer to less')


class _Resolver:
    """Finds the text of every name, each once, following references whatever their order."""

    def __init__(self, settings: Sequence[_Setting], root: str, may_set: Sequence[str]) -> None:
        self.settings = {**{one.path: one for one in settings}, **{one.name: one for one in settings}}
        self.variables = {one.name if one.variable is None else one.variable: one for one in settings}
        handed_on = (entry.rpartition('=') for entry in os.environ.get('PORTOLAN_EXPORTED', '').split(' '))
        self.handed_on = {name: digest for name, _, digest in handed_on}
        self.problems: List[str] = []
        self.undeclared: Dict[str, str] = {}
        self.settled: Dict[str, _Settled] = {}
        self.pending: List[str] = []
        self.loops: Dict[str, str] = {}
        self.expanded = 0
        mode = _mode()
        names = ['.env.defaults', '.env', '.env.local' if mode != 'test' else '']
        names += [f'.env.{mode}', f'.env.{mode}.local'] if mode else []
        self.files = [self.file(root, name, may_set) for name in filter(None, names)]

    def file(self, root: str, path: str, may_set: Sequence[str]) -> Dict[str, _Reading]:
        readings: Dict[str, _Reading] = {}
        try:
            text = _read(os.path.join(root, path))
        except _Fault as fault:
            self.problems.append(_problem(f'{path} {fault.message}', f'from {path}', fault.help))
            return readings
        in_secret = False
        for key, value, quote, number, line, column in _statements(text) if text else ():
            origin, message, help, excerpt = f'{path}:{number}', '', '', ('', 0)
            if value is None:
                message, help = 'this line is no assignment, blank or comment', 'write NAME=value, or begin it with #'
                if key:
                    message, help = f'the quote {quote} is not closed', 'close it, or quote the value otherwise'
                word = re.match(f'[{_SPACES}]*(?:export[{_SPACES}]+)?([A-Za-z0-9_.-]*)', line)
                setting = self.variables.get(key or (word[1] if word else ''))
                excerpt = (line, column)
                if in_secret or setting is None or 'sensitive' in setting.flags:
                    excerpt = (f'{key}={quote}{_MASK}', len(key) + 1) if key else (_MASK, 0)
                    in_secret = in_secret or key != ''
            elif re.match(_RESERVED, key):
                message, help = f'{key} may not be set by a file', 'choose another name'
            else:
                readings[key] = _Reading(value, origin, quote != "'", line, column)
                if key not in may_set and re.match(_FORBIDDEN, key.upper() if os.name == 'nt' else key):
                    message = f'{key} may not be set by a file'
                    help = f"set it in the environment, or list it in the schema: $stack: {{ fileMaySet: ['{key}'] }}"
            if message:
                self.problems.append(_problem(message, f'from {origin}', help, *excerpt))
        return readings

    def readings(self, name: str, setting: Optional[_Setting]) -> Iterator[_Reading]:
        """Highest first."""
        variable = name if setting is None else setting.name if setting.variable is None else setting.variable
        text = os.environ.get(variable) if variable else None
        inherited = text is not None and _digest(text) == self.handed_on.get(variable)
        if text is not None and not inherited:
            yield _Reading(text, 'environment', False, '', 0)
        yield from (layer[variable] for layer in reversed(self.files) if variable in layer)
        if setting is not None and setting.default is not None:
            yield _Reading(setting.default, f'schema {setting.path}', 'literal' not in setting.flags, '', 0)
        if text is not None and inherited:
            yield _Reading(text, 'an outer config exec', False, '', 0)

    def settle(self, name: str) -> _Settled:
        setting = self.settings.get(name)
        key = setting.name if setting else name
        if key in self.settled:
            return self.settled[key]
        keeps = setting is None or 'empty' in setting.flags
        found = [one for one in self.readings(name, setting) if one.text or keeps or one.origin.startswith('schema ')]
        settled = _Settled(setting, found)
        if found:
            self.pending.append(key)
            try:
                text, taint, asked = self.expand(found[0], setting)
                settled = settled._replace(text=text, taint=taint, asked=asked)
                if setting is not None:
                    value = setting.format.judge(text, *setting.format.details)
                    text = str(value).lower() if isinstance(value, bool) else text
                    is_odd = setting.value is not None and found[0].origin.startswith('schema ')
                    settled = settled._replace(text=text, value=setting.value if is_odd else value)
            except _Fault as fault:
                if key in self.loops and settled.text is None and not fault.message:
                    loop = f'refers to itself: {_visible(self.loops[key])}'
                    fault = _Fault(loop, 'give one of them a value of its own')
                settled = settled._replace(fault=fault)
            self.pending.pop()
        self.settled[key] = settled
        return settled

    def expand(self, reading: _Reading, setting: Optional[_Setting]) -> Tuple[str, _Taint, Sequence[str]]:
        """A reading's text with its references filled in, why it is a secret, and the names that it refers to."""
        asked: Dict[str, _Taint] = {}

        def look_up(name: str) -> Optional[str]:
            asked[name] = None
            one = self.settings.get(name)
            key = one.name if one else name
            if key in self.pending:
                self.loops[key] = ' -> '.join([*self.pending[self.pending.index(key):], key])
                raise _Fault()
            found = self.settle(name)
            if found.fault:
                if one is None and found.fault.message:
                    self.undeclared[key] = self.unexpanded(name, found, found.fault)
                raise _Fault()
            asked[name] = _taint(name, found)
            return found.text

        text, is_open = reading.text, setting is not None and 'sensitive' not in setting.flags
        if reading.expands and '${' in text:
            _fill(text, is_open, None)
            if len(self.pending) > 100:
                raise _Fault('its references are more than 100 deep', 'refer to the value itself')
            if self.expanded > 16 * _LARGEST:
                raise _Fault(f'all expansions together make more than {16 * _LARGEST} characters', 'refer to less')
            text = _fill(text, is_open, look_up)[0]
            self.expanded += len(text)
        taints = [taint for taint in asked.values() if taint]
        if setting is not None and setting.format.holds_password(text):
            taints.append((True, 'holds a password'))
        taints.sort(key=lambda taint: not taint[0])
        return text, taints[0] if taints else None, tuple(asked)

    def unexpanded(self, name: str, settled: _Settled, fault: _Fault) -> str:
        setting, reading = settled.setting, settled.readings[0]
        excerpt = ('', 0) if setting is None or 'sensitive' in setting.flags else _excerpt(reading, fault.at)
        return _problem(f'{name}: {fault.message}', f'from {reading.origin}', fault.help, *excerpt)

    def problem(self, setting: _Setting) -> str:
        """What is wrong with a setting, empty where nothing is or it is told elsewhere."""
        name, settled = setting.name, self.settled[setting.name]
        fault, taint = settled.fault, settled.taint
        if not settled.readings:
            return setting.required
        winner = settled.readings[0]
        if fault is None:
            if 'public' not in setting.flags or taint is None or not taint[0]:
                return ''
            is_derived = winner.expands and '${' in winner.text and winner.origin.startswith('schema ')
            origin = f'derived from {", ".join(settled.asked)}' if is_derived else f'from {winner.origin}'
            help = f'take the secret out of the value, or keep {name} from the frontend'
            return _problem(f'{name} is handed to the frontend, yet it {taint[1]}', origin, help)
        if settled.text is None:
            lacks = self.settings.get(fault.lacks)
            told = not fault.message or lacks is not None and lacks.required and not self.settled[lacks.name].readings
            return '' if told else self.unexpanded(name, settled, fault)
        text, help, aside = settled.text, fault.help or setting.format.help, ''
        if re.match(r'(tcp|udp)://[^/]+:[0-9]+\Z', text):
            aside = ': it is a service link, which Kubernetes and Docker set'
            service = _visible(re.sub(r'_PORT\Z', '', name).lower().replace('_', '-'))
            help = f'set enableServiceLinks: false in the pod, or give the service another name than {service}'
        elif text != text.strip(_SPACES):
            aside = ': white space surrounds it'
            help = 'take the white space away (on Windows, `set X=9000 && ...` leaves a space: write `set "X=9000"`)'
        also, use = '', None
        for reading in settled.readings[1:]:
            if reading.origin == 'an outer config exec' and reading.text == winner.text:
                continue
            shown, sound = self.lost(reading, setting)
            if sound and use is None:
                use = '' if shown == _MASK else f' to use {_cut(shown, 60)}'
            if not reading.origin.startswith('schema '):
                also += f'\n  also set in {reading.origin} ({_cut(shown, 100)})'
        if use is not None:
            variable = name if setting.variable is None else setting.variable
            help += f', or {"delete the line" if winner.line else f"unset {variable}"}{use}'
        secret = taint is not None or 'sensitive' in setting.flags
        message = f'{name}={_MASK if secret else _quoted(text)} is not {fault.message or setting.format.title}{aside}'
        excerpt = ('', 0) if secret else _excerpt(winner, fault.at)
        return _problem(message, f'from {winner.origin}', help, *excerpt, also)

    def lost(self, reading: _Reading, setting: _Setting) -> Tuple[str, bool]:
        """A value that a higher one beat, as it is shown, and whether it is of the format."""
        try:
            text, taint, _ = self.expand(reading, setting)
        except _Fault:
            text, taint = reading.text, None
        try:
            value, sound = setting.format.judge(text, *setting.format.details), True
        except _Fault:
            value, sound = text, False
        return _MASK if taint is not None or 'sensitive' in setting.flags else _shown(value), sound


def _excerpt(reading: _Reading, at: int) -> Tuple[str, int]:
    line, column = reading.line, reading.column
    start = column + (line[column:column + 1] in ('"', "'", '`'))
    return line, start + at if line.startswith(reading.text, start) else column


def _taint(name: str, settled: _Settled) -> _Taint:
    """Why a text that refers to a name is a secret, and whether that is certain."""
    setting, taint = settled.setting, settled.taint
    if setting is not None and 'sensitive' in setting.flags:
        return True, f'is made of {setting.name}, which is sensitive'
    if taint is not None:
        return taint if taint[1].startswith('is made of') else (taint[0], f'is made of {name}, which {taint[1]}')
    is_suspect = setting is None and name not in ('PWD', 'OLDPWD') and re.match(_SECRET, name)
    return (False, f'is made of {name}, which may be a secret') if is_suspect else None


def _digest(text: str) -> str:
    """FNV-1a, 32 bits: whether a value is still the one that `config exec` handed on."""
    digest = 0x811C9DC5
    for byte in text.encode('utf-8', 'surrogateescape'):
        digest = (digest ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f'{digest:08x}'


_SETTINGS: List[_Setting] = []


def _setting(name: str, path: str, format: _Format, default: Optional[str] = None, flags: str = '', **more: Any) -> Any:
    """Declares a setting. Its value comes to stand in the place of what this returns."""
    _SETTINGS.append(_Setting(name, path, format, default, flags, **more))


def _resolve(root: str, may_set: Sequence[str]) -> Dict[str, Any]:
    resolver = _Resolver(_SETTINGS, os.path.join(os.path.dirname(os.path.realpath(__file__)), root), may_set)
    values = {one.name: resolver.settle(one.name).value for one in _SETTINGS}
    undeclared = [*resolver.undeclared.values()]
    problems = [*resolver.problems, *filter(None, map(resolver.problem, _SETTINGS)), *undeclared]
    if problems:
        raise ConfigError(problems)
    return values
