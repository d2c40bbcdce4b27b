#compdef config portolan npx
# Completion of portolan's `config` for zsh, made by `config completion zsh`.

# Whether a file is the program of portolan, or what npm, pnpm or Yarn put in its place: many other programs are called config.
_portolan_is() {
  [[ -f $1 && -x $1 ]] && LC_ALL=C head -c 4096 -- $1 2> /dev/null | LC_ALL=C grep -q portolan
}

# Sets REPLY to the program that the project around the current folder has installed.
_portolan_installed() {
  local folder=$PWD
  while true; do
    REPLY=${folder%/}/node_modules/.bin/$1
    _portolan_is $REPLY && return
    [[ $folder == / ]] && return 1
    folder=${folder:h}
  done
}

# Sets REPLY to the program that the first word of a command means; fails where it is not portolan's.
_portolan_program() {
  case $1 in
    '~/'*) REPLY=$HOME/${1#'~/'} ;;
    */*) REPLY=$1 ;;
    *)
      if (( $+functions[$1] )); then
        [[ $functions[$1] == *(npx|portolan)* ]] && _portolan_installed $1
        return
      fi
      REPLY=$(whence -p -- $1) || { _portolan_installed $1; return }
      ;;
  esac
  _portolan_is $REPLY
}

_portolan() {
  local REPLY answer kind line word
  local -i at=1 count
  local -a lines names shown expl suffix
  if [[ ${words[1]:t} == npx ]]; then
    for (( at = 2; at < CURRENT; at++ )); do
      case $words[at] in
        -p|--package|-c|--call|-w|--workspace) (( at++ )) ;;
        -*) ;;
        *) break ;;
      esac
    done
    (( at < CURRENT )) && [[ $words[at] == (config|portolan) ]] && _portolan_installed $words[at] || { _default; return }
  else
    _portolan_program "${(Q)words[1]}" || { _default; return }
  fi
  answer=$($REPLY completion zsh -- "${(@Q)words[at + 1,CURRENT - 1]}" "$PREFIX" < /dev/null 2> /dev/null) || return 1
  lines=("${(@f)answer}")
  kind=$lines[1]
  shift lines
  if [[ $kind == command* ]]; then
    count=$(( at + ${kind#command } ))
    words=("${(@)words[count + 1,-1]}")
    (( CURRENT -= count ))
    _normal
    return
  fi
  [[ $kind == *open ]] && suffix=(-S '')
  for line in "${lines[@]}"; do
    [[ -z $line ]] && continue
    word=${line%%$'\t'*}
    names+=("$word")
    line=${line#*$'\t'}
    shown+=("$word${line:+  -- $line}")
  done
  if (( $#names )); then
    _wanted values expl value compadd "${suffix[@]}" -l -d shown -a names && return
  fi
  case $kind in
    files*|folders*)
      [[ $PREFIX == --*=* ]] && compset -P 1 '*='
      if [[ $kind == files* ]]; then _files; else _files -/; fi
      return
      ;;
  esac
  return 1
}

if [[ ${funcstack[1]-} == _portolan ]]; then
  # A file of a folder in fpath: its first call.
  _portolan "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _portolan config portolan
  # Only where nobody else completes npx.
  (( $+_comps[npx] )) || compdef _portolan npx
fi
