// What the server is, and which documents it is asked about. It needs no editor, so tests use it as well.

/** The command that starts the server, where no setting names another one. */
const COMMAND = ['cargo', 'spec', 'lsp'];

/** A program with its arguments. */
export interface Program {
    command: string;
    args: string[];
}

/** The program that speaks for the command of the settings. */
export function server(words?: string[]): Program {
    const [command, ...args] = words !== undefined && words.length > 0 ? words : COMMAND;
    return { command, args };
}

/** The documents that the server knows something about. */
export const documents = ['markdown', 'rust', 'toml'].map((language) => ({ scheme: 'file', language }));
