// The library of the client talks to the real server. `CARGO_SPEC` is the program, and `SPEC_EXAMPLE` a crate with a spec.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import {
    CodeLensRequest,
    createProtocolConnection,
    DefinitionRequest,
    DidChangeTextDocumentNotification,
    DidOpenTextDocumentNotification,
    ExitNotification,
    HoverRequest,
    InitializedNotification,
    InitializeRequest,
    type Location,
    type ProtocolConnection,
    PublishDiagnosticsNotification,
    type PublishDiagnosticsParams,
    RenameRequest,
    ShutdownRequest,
    StreamMessageReader,
    StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

import { documents, server } from '../src/server';

const root = process.env.SPEC_EXAMPLE ?? '';
const program = process.env.CARGO_SPEC ?? '';
const address = (path: string): string => pathToFileURL(join(root, path)).toString();
const document = '.kiro/specs/session-store/requirements.md';
const uri = address(document);
const text = readFileSync(join(root, document), 'utf8');

let child: ChildProcess;
let connection: ProtocolConnection;

/** The findings of a state of the document. */
function findings(version: number): Promise<PublishDiagnosticsParams> {
    return new Promise((resolve) => {
        const listener = connection.onNotification(PublishDiagnosticsNotification.type, (told) => {
            if (told.uri === uri && told.version === version) {
                listener.dispose();
                resolve(told);
            }
        });
    });
}

function place(words: string): { line: number; character: number } {
    const lines = text.slice(0, text.indexOf(words)).split('\n');
    return { line: lines.length - 1, character: lines[lines.length - 1].length };
}

before(async () => {
    const { command, args } = server([program, 'spec', 'lsp']);
    child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    assert(child.stdout !== null && child.stdin !== null);
    connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    connection.listen();
    const rootUri = pathToFileURL(root).toString();
    const workspaceFolders = [{ uri: rootUri, name: 'example' }];
    const answer = await connection.sendRequest(InitializeRequest.type, {
        processId: process.pid,
        capabilities: {},
        rootUri,
        workspaceFolders,
    });
    assert.equal(answer.serverInfo?.name, 'cargo-spec');
    await connection.sendNotification(InitializedNotification.type, {});
});

after(async () => {
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    const code = await new Promise((resolve) => child.on('exit', resolve));
    connection.dispose();
    assert.equal(code, 0);
});

test('an unsaved edit has findings until it is taken back', async () => {
    const opened = findings(1);
    const textDocument = { uri, languageId: 'markdown', version: 1, text };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    assert.deepEqual((await opened).diagnostics, []);
    const start = place('idle for 30 minutes');
    const end = { line: start.line, character: start.character + 'idle for 30'.length };
    const changed = findings(2);
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: 2 },
        contentChanges: [{ range: { start, end }, text: 'idle for 60' }],
    });
    assert.match(String((await changed).diagnostics[0].code), /^criterion-/);
    const reverted = findings(3);
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: 3 },
        contentChanges: [{ text }],
    });
    assert.deepEqual((await reverted).diagnostics, []);
});

test('a criterion leads to its test, and shows it', async () => {
    const position = place('WHEN the token of an open session');
    const found = await connection.sendRequest(DefinitionRequest.type, { textDocument: { uri }, position });
    assert(Array.isArray(found));
    assert.equal((found[0] as Location).uri, address('tests/spec/session_store.rs'));
    const hover = await connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
    assert.match(JSON.stringify(hover?.contents), /a_token_leads_to_its_member/);
    const lenses = await connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
    assert.equal(lenses?.[0].command?.title, 'tested · 1 test');
});

test('a renamed id is renamed in each file that has it', async () => {
    const position = place('WHEN a member who has 5');
    const params = { textDocument: { uri }, position, newName: 'REQ-1.9' };
    const edit = await connection.sendRequest(RenameRequest.type, params);
    const files = Object.keys(edit?.changes ?? {});
    for (const path of [document, 'tests/spec/session_store.rs', 'src/lib.rs', 'spec.lock']) {
        assert(files.includes(address(path)), `${path} is not among ${files.join(', ')}`);
    }
});

test('the settings name the server, and cargo starts it where they do not', () => {
    assert.deepEqual(server(), { command: 'cargo', args: ['spec', 'lsp'] });
    assert.deepEqual(server([]), server());
    assert.deepEqual(server(['/bin/cargo-spec', 'lsp']), { command: '/bin/cargo-spec', args: ['lsp'] });
    assert.deepEqual(documents.map((one) => one.language), ['markdown', 'rust', 'toml']);
});
