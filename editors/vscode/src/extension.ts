// Starts `cargo spec lsp`, and hands on what it says. Nothing is decided here.

import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

import { documents, server } from './server';

let client: LanguageClient | undefined;

/** Starts the server when a workspace has a spec. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
    context.subscriptions.push(vscode.commands.registerCommand('cargoSpec.restart', restart));
    await start();
}

/** Ends the server as the protocol asks for it. */
export async function deactivate(): Promise<void> {
    const ending = client;
    client = undefined;
    await ending?.stop();
}

async function restart(): Promise<void> {
    await deactivate();
    await start();
}

async function start(): Promise<void> {
    const command = vscode.workspace.getConfiguration('cargoSpec').get<string[]>('command');
    client = new LanguageClient('cargo-spec', 'cargo spec', server(command), { documentSelector: documents });
    try {
        await client.start();
    } catch (problem) {
        // What has not started cannot be stopped.
        client = undefined;
        const advice = 'Install the command, or set cargoSpec.command to where it is.';
        void vscode.window.showErrorMessage(`cargo spec does not start: ${String(problem)} ${advice}`);
    }
}
