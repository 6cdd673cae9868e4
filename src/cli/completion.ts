import type { Command } from 'commander';

/** What can be completed after which command; the empty name is the program itself. */
interface Words {
  command: string;
  words: string[];
  /** Values by option, for options that take one of a list. */
  values: Record<string, readonly string[]>;
}

/** A completion script made from the very commands and options that the program has. */
export function completionScript(program: Command, shell: 'bash' | 'zsh'): string {
  const all = [program, ...program.commands].map((command) => wordsOf(command, command === program));
  return shell === 'bash' ? bash(all) : `autoload -U +X bashcompinit && bashcompinit\n${bash(all)}`;
}

function wordsOf(command: Command, isProgram: boolean): Words {
  const options = command.options.filter((option) => !option.hidden);
  const flags = options.flatMap(({ short, long }) => [short, long].filter((flag) => flag != null));
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  return {
    command: isProgram ? '' : command.name(),
    words: [...command.commands.map((sub) => sub.name()), ...choices, ...flags, '--help'],
    values: Object.fromEntries(
      options.flatMap(({ short, long, argChoices }) =>
        argChoices === undefined
          ? []
          : [short, long].flatMap((flag) => (flag == null ? [] : [[flag, argChoices] as const])),
      ),
    ),
  };
}

function bash(all: readonly Words[]): string {
  const cases = all.map(({ command, words, values }) => {
    const byOption = Object.entries(values).map(
      ([flag, names]) => `        ${command}:${flag}) words="${names.join(' ')}" ;;`,
    );
    return [...byOption, `        ${command}:*) words="${words.join(' ')}" ;;`].join('\n');
  });
  const commands = all.map(({ command }) => command).filter((name) => name !== '');
  return `_flimflam() {
    local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command= word words=
    for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case "$word" in ${commands.join('|')}) command="$word"; break ;; esac
    done
    case "$command:$previous" in
        *:--output) COMPREPLY=($(compgen -d -- "$current")); return ;;
        *:-f|*:--file) COMPREPLY=($(compgen -f -- "$current")); return ;;
${cases.join('\n')}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _flimflam flimflam ./flimflam
`;
}
