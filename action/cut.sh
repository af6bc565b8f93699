#!/usr/bin/env bash
# Prints a report. Cuts it if it has more characters than a limit, and then ends it with a sentence about the rest. With
# LC_ALL=C, the characters are bytes.
set -euo pipefail
report="$1"
limit="$2"
rest="$3"

text="$(cat "$report")"
if [ "${#text}" -le "$limit" ]; then
  cat "$report"
  exit
fi

is_open() { (($(grep -c "$1" <<<"$text") % 2)); }

# Cut between lines, since half a line can leave markup open.
half="${text:0:limit}"
text="$(sed '$d' <<<"$half")"
# A very long line is cut itself, so that a report of such lines is not empty.
if ((${#half} - ${#text} > 2000)) && ! is_open '^```'; then
  # Between words, or at least not in an escape, an entity, or a tag. Half a character in UTF-8 is dropped.
  end="${half: -200}"
  unfinished='(\\|&[#a-z0-9]*|</?[a-z]*)$'
  if [[ "$end" == *' '* ]]; then
    half="${half% *}"
  elif [[ "$end" =~ $unfinished ]]; then
    half="${half%"${BASH_REMATCH[0]}"}"
  fi
  text="$(printf '%s' "$half" | iconv -c -f UTF-8 -t UTF-8 2>/dev/null || true) …"
fi
printf '%s\n' "$text"

# A diagram or a collapsed section can still be open.
if is_open '^```'; then echo '```'; fi
if is_open '^</\?details>$'; then printf '\n</details>\n'; fi
printf '\n%s\n' "$rest"
