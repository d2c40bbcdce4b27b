# Completion of portolan's `config` for fish, made by `config completion fish`.

# Whether a file is the program of portolan, or what npm, pnpm or Yarn put in its place: many other programs are called config.
function __portolan_is
    test -f $argv[1] -a -x $argv[1]; and head -c 4096 -- $argv[1] 2>/dev/null | string match -q '*portolan*'
end

# Prints the program that the project around the current folder has installed.
function __portolan_installed
    set -l folder $PWD
    while true
        set -l file (string trim -r -c / -- $folder)/node_modules/.bin/$argv[1]
        if __portolan_is $file
            echo $file
            return
        end
        test $folder = /; and return 1
        set folder (path dirname -- $folder 2>/dev/null; or dirname -- $folder)
    end
end

# Prints the program that the command line means, and how many words stand up to its name; fails where it is not portolan's.
function __portolan_program
    set -l words (commandline -opc)
    set -l at 1
    while set -q words[$at]; and string match -qr '^\w+=' -- $words[$at]
        set at (math $at + 1)
    end
    set -q words[$at]; or return
    set -l name $words[$at]
    set -l file
    if test (string replace -r '.*/' '' -- $name) = npx
        set at (math $at + 1)
        while set -q words[$at]; and string match -q -- '-*' $words[$at]
            contains -- $words[$at] -p --package -c --call -w --workspace; and set at (math $at + 1)
            set at (math $at + 1)
        end
        set -q words[$at]; and contains -- $words[$at] config portolan; or return
        set file (__portolan_installed $words[$at]); or return
    else if string match -q '*/*' -- $name
        set file (string replace -r '^~/' "$HOME/" -- $name)
        __portolan_is $file; or return
    else if functions -q -- $name
        functions -- $name | string match -qr 'npx|portolan'; or return
        set file (__portolan_installed $name); or return
    else if set file (command -s -- $name)
        __portolan_is $file; or return
    else
        set file (__portolan_installed $name); or return
    end
    echo $file
    echo $at
end

function __portolan
    set -l program (__portolan_program); or return
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l from (math $program[2] + 1)
    set -l answer ($program[1] completion fish -- $words[$from..-1] "$current" </dev/null 2>/dev/null); or return
    switch "$answer[1]"
        case 'command *'
            set -l start (math $program[2] + (string replace 'command ' '' -- $answer[1]) + 1)
            complete -C (string join ' ' -- (string escape -- $words[$start..-1]) "$current")
            return
        case 'files*' 'folders*'
            set -l option (string match -r '^--[^=]*=' -- $current)
            set -l path (string replace -- "$option" '' $current)
            # Of no command fish completes files.
            set -l found (complete -C "'' $path")
            string match -q 'folders*' -- $answer[1]; and set found (string match -r '.*/$' -- $found)
            set -q found[1]; and printf '%s\n' "$option"$found
    end
    set -q answer[2]; and printf '%s\n' $answer[2..-1]
end

complete -c config -n '__portolan_program >/dev/null' -f -k -a '(__portolan)'
complete -c portolan -n '__portolan_program >/dev/null' -f -k -a '(__portolan)'
complete -c npx -n '__portolan_program >/dev/null' -f -k -a '(__portolan)'
