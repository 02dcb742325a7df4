import type { Shell } from '../commands/completion/definition.js';

/** Needs nothing but bash, from 3.2. Nothing that is typed is evaluated. */
const BASH = [
  '# bash completion for zmq',
  '_zmq_complete() {',
  '  local words typed prefix candidate directive=:4 tab',
  '  tab=$(printf "\\t")',
  '  read -ra words <<< "${COMP_LINE:0:COMP_POINT}"',
  '  [[ ${COMP_LINE:0:COMP_POINT} == *[[:space:]] ]] && words+=("")',
  '  typed=${words[${#words[@]} - 1]}',
  '  # bash breaks words at = and :, and wants what follows.',
  '  prefix=${typed%"${typed##*[=:]}"}',
  '  COMPREPLY=()',
  '  while IFS= read -r candidate; do',
  '    case $candidate in',
  '      :[04]) directive=$candidate ;;',
  '      *) candidate=${candidate%%"$tab"*}; COMPREPLY+=("${candidate#"$prefix"}") ;;',
  '    esac',
  '  done < <(zmq complete -- "${words[@]:1}" 2>/dev/null)',
  '  if [[ ${#COMPREPLY[@]} -eq 0 && $directive == :0 ]]; then',
  '    compopt -o filenames 2>/dev/null',
  '    while IFS= read -r candidate; do',
  '      COMPREPLY+=("$candidate")',
  '    done < <(compgen -f -- "${typed#"$prefix"}")',
  '  fi',
  '}',
  'complete -F _zmq_complete zmq',
];

/** As a file of fpath, or sourced after compinit. */
const ZSH = [
  '#compdef zmq',
  '# zsh completion for zmq',
  '_zmq() {',
  '  local -a lines candidates',
  '  local line value directive',
  '  lines=("${(@f)$(zmq complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")',
  '  directive=${lines[-1]}',
  '  for line in "${(@)lines[1,-2]}"; do',
  "    value=${line%%$'\\t'*}",
  '    candidates+=("${value//:/\\\\:}${${line#$value}/$\'\\t\'/:}")',
  '  done',
  '  (( ${#candidates} )) && _describe zmq candidates && return',
  '  [[ $directive == :0 ]] && _files',
  '}',
  'if [[ ${funcstack[1]} == _zmq ]]; then',
  '  _zmq "$@"',
  'elif (( $+functions[compdef] )); then',
  '  compdef _zmq zmq',
  'fi',
];

const FISH = [
  '# fish completion for zmq',
  'function __zmq_complete',
  '  set -l words (commandline -opc)',
  '  set -l typed (commandline -ct)',
  '  set -l lines (zmq complete -- $words[2..-1] "$typed" 2>/dev/null)',
  '  if test (count $lines) -gt 1',
  '    printf "%s\\n" $lines[1..-2]',
  '  else if test "$lines[-1]" = :0',
  '    __fish_complete_path "$typed"',
  '  end',
  'end',
  'complete -c zmq -e',
  'complete -c zmq -f -a "(__zmq_complete)"',
];

const POWERSHELL = [
  '# PowerShell completion for zmq',
  'Register-ArgumentCompleter -Native -CommandName zmq -ScriptBlock {',
  '  param($typed, $line, $cursor)',
  '  $words = @($line.CommandElements | Select-Object -Skip 1 |',
  '    Where-Object { $_.Extent.StartOffset -lt $cursor } | ForEach-Object { $_.Extent.Text })',
  '  # Before PowerShell 7.3, an empty argument is not passed.',
  '  $next = @(if ($typed -eq "") { "--next" })',
  '  zmq complete @next -- @words 2>$null | Where-Object { $_ -notmatch "^:[04]$" } | ForEach-Object {',
  '    $value, $summary = $_ -split "`t", 2',
  '    if (-not $summary) { $summary = $value }',
  '    [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $summary)',
  '  }',
  '}',
];

const SCRIPTS: Readonly<Record<Shell, readonly string[]>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};

/** The script with which a shell asks `zmq complete`. */
export function completionScript(shell: Shell): string {
  return `${SCRIPTS[shell].join('\n')}\n`;
}
