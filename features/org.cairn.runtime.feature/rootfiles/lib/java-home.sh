# Finds a Java runtime; read by the start script of the product and by mvnw, so this is plain POSIX sh.
#
# cairn_java_home FEATURE [PROGRAM] prints the home of the oldest Java that is new enough (FEATURE, such as 25)
# and has PROGRAM (javac, when a JDK is wanted) beside java. JAVA_HOME comes first when it is good enough.
# Returns 1 and prints nothing when there is none. Reads the "release" file of each: starting them would take longer.

cairn_java_feature() { # prints the feature version (25) of the Java home $1
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r cairn_line || [ -n "$cairn_line" ]; do
        case $cairn_line in
            JAVA_VERSION=*)
                cairn_line=${cairn_line#*\"}
                cairn_line=${cairn_line%%[!0-9]*}
                [ -n "$cairn_line" ] || return 1
                printf '%s\n' "$cairn_line"
                return 0
                ;;
        esac
    done <"$1/release"
    return 1
}

cairn_java_home() {
    cairn_best='' cairn_best_feature=999
    cairn_path_java=$(command -v java || :)
    while [ -h "$cairn_path_java" ]; do
        cairn_link=$(readlink "$cairn_path_java")
        case $cairn_link in
            /*) cairn_path_java=$cairn_link ;;
            *) cairn_path_java=${cairn_path_java%/*}/$cairn_link ;;
        esac
    done
    for cairn_home in "${JAVA_HOME:-}" \
        "${cairn_path_java%/bin/java}" \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* /opt/java/* /usr/local/openjdk* /usr/local/java* \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        [ -n "$cairn_home" ] && [ -d "$cairn_home/bin" ] || continue
        [ -z "${2:-}" ] || [ -x "$cairn_home/bin/$2" ] || continue
        cairn_feature=$(cairn_java_feature "$cairn_home") || continue
        [ "$cairn_feature" -ge "$1" ] || continue
        if [ "$cairn_home" = "${JAVA_HOME:-}" ]; then
            cairn_best=$cairn_home
            break
        fi
        if [ "$cairn_feature" -lt "$cairn_best_feature" ]; then
            cairn_best=$cairn_home cairn_best_feature=$cairn_feature
        fi
    done
    [ -n "$cairn_best" ] || return 1
    printf '%s\n' "$cairn_best"
}
