# Completion of portolan's `config` for bash, made by `config completion bash`.

# Whether a file is the program of portolan, or what npm, pnpm or Yarn put in its place: many other programs are called config.
_portolan_is() {
  local text=
  [[ -f $1 && -x $1 ]] || return 1
  LC_ALL=C IFS= read -r -d '' -n 4096 text < "$1" || :
  [[ $text == *portolan* ]]
}

# Sets REPLY to the program that the project around the current folder has installed.
_portolan_installed() {
  local folder=$PWD
  while :; do
    REPLY=$folder/node_modules/.bin/$1
    _portolan_is "$REPLY" && return
    [[ $folder == */* ]] || return 1
    folder=${folder%/*}
  done
}

# Sets REPLY to the program that the first word of a command means; fails where it is not portolan's.
_portolan_program() {
  local text
  case $1 in
    '~/'*) REPLY=$HOME/${1#'~/'} ;;
    */*) REPLY=$1 ;;
    *)
      if text=$(alias -- "$1" 2> /dev/null || declare -f -- "$1"); then
        [[ $text == *npx* || $text == *portolan* ]] && _portolan_installed "$1"
        return
      fi
      REPLY=$(type -P -- "$1") || { _portolan_installed "$1"; return; }
      ;;
  esac
  _portolan_is "$REPLY"
}

# Completes as if there were nothing of ours.
_portolan_default() {
  compopt -o bashdefault -o default 2> /dev/null || :
}

# Completes the command that begins at a word, by the rules of that command.
_portolan_command() {
  local name word
  for name in _comp_command_offset _command_offset; do
    declare -F "$name" > /dev/null || continue
    "$name" "$1"
    return
  done
  # Without bash-completion.
  local spec line=$COMP_LINE i
  if ((COMP_CWORD == $1)) && [[ ${COMP_WORDS[COMP_CWORD]} != */* ]]; then
    while IFS= read -r word; do [[ -z $word ]] || COMPREPLY+=("$word"); done <<< "$(compgen -c -- "${COMP_WORDS[COMP_CWORD]}" | sort -u)"
    return
  fi
  name=${COMP_WORDS[$1]}
  spec=$(complete -p -- "$name" 2> /dev/null || complete -p -- "${name##*/}" 2> /dev/null) || :
  [[ $COMP_CWORD != "$1" && $spec == *' -F '* ]] || { _portolan_default; return; }
  spec=${spec#*' -F '}
  for ((i = 0; i < $1; i++)); do line=${line#*"${COMP_WORDS[i]}"}; done
  line=${line#"${line%%[![:space:]]*}"}
  local -a words=("${COMP_WORDS[@]:$1}")
  local COMP_POINT=$((COMP_POINT - ${#COMP_LINE} + ${#line})) COMP_LINE=$line COMP_CWORD=$((COMP_CWORD - $1))
  local -a COMP_WORDS=("${words[@]}")
  "${spec%% *}" "$name" "${words[COMP_CWORD]}" "${words[COMP_CWORD - 1]}"
}

_portolan() {
  COMPREPLY=()
  local REPLY IFS=$' \t\n'
  local line=${COMP_LINE:0:COMP_POINT} words=() starts=() word rest i at=0
  # bash parts words at `=` and `:` too, or wherever COMP_WORDBREAKS says: what no space parts belongs together.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    rest=${line#"${line%%[![:space:]]*}"}
    word=${COMP_WORDS[i]-}
    ((i == COMP_CWORD)) && word=$rest
    if ((i > 0)) && [[ -n $rest && $rest == "$line" ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
      starts+=("$i")
    fi
    line=${rest#"$word"}
  done
  local last=$((${#words[@]} - 1))
  local cur=${words[last]} before=
  ((last > 0)) && before=${words[last - 1]}
  [[ $cur == *[\<\>]* || $before == *[\<\>] ]] && { _portolan_default; return; }
  if [[ ${words[0]##*/} == npx ]]; then
    for ((at = 1; at < last; at++)); do
      case ${words[at]} in
        -p | --package | -c | --call | -w | --workspace) at=$((at + 1)) ;;
        -*) ;;
        *) break ;;
      esac
    done
    { ((at < last)) && [[ ${words[at]} == config || ${words[at]} == portolan ]] && _portolan_installed "${words[at]}"; } ||
      { _portolan_default; return; }
  else
    _portolan_program "${words[0]}" || { _portolan_default; return; }
  fi
  local answer kind number quoted cut= quote=
  answer=$("$REPLY" completion bash -- "${words[@]:at+1}" < /dev/null 2> /dev/null) || return 0
  kind=${answer%%$'\n'*}
  case $kind in
    command*)
      number=${kind#command }
      _portolan_command "${starts[at + 1 + number]}"
      return
      ;;
    *open) compopt -o nospace 2> /dev/null ;;
  esac
  # A quote that is open is closed by bash, so that only what needs no more quoting goes behind it.
  case $cur in
    [\"\']*) quote=${cur:0:1} cur=${cur:1} ;;
  esac
  # Only what stands behind the last of its breaks is replaced by bash; a backslash takes the meaning from a break.
  local breaks=${COMP_WORDBREAKS-$' "\'@><=;|&(:'}
  word=${cur//\\?/__}
  rest=${word##*["$breaks"]}
  [[ -z $quote && -n $breaks ]] && cut=${cur:0:${#word}-${#rest}}
  while IFS=$'\t' read -r word rest; do
    [[ -n $word ]] || continue
    quoted=$word
    case $word in
      *[!A-Za-z0-9_.,:=@%/+-]*)
        [[ -n $quote ]] && continue
        printf -v quoted %q "$word"
        ;;
    esac
    [[ $quoted == "$cur"* ]] && COMPREPLY+=("${quoted#"$cut"}")
  done <<< "${answer:${#kind}+1}"
  ((${#COMPREPLY[@]} > 0)) && return
  case $kind in
    files*) compopt -o default ;;
    folders*) compopt -o dirnames ;;
  esac 2> /dev/null
  return 0
}

complete -F _portolan config portolan
# Only where nobody else completes npx.
complete -p npx &> /dev/null || complete -o bashdefault -o default -F _portolan npx
