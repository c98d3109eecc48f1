# shellcheck shell=sh
# What the window answers; read by the start script of the product and by that of a checkout, so this is plain POSIX sh.
#
# cairn_opens_window ARGUMENT... tells whether the arguments are for the window: "open", and dumps. Whatever options "open"
# has is answered by the command line.

cairn_opens_window() {
    [ "${1:-}" = open ] || return 1
    for cairn_argument in "$@"; do
        case $cairn_argument in
            --) return 0 ;;
            -*) return 1 ;;
        esac
    done
}
