-- A real editor talks to `cargo spec lsp`: diagnostics, a jump, a fix, a rename.
--
--   tests/lsp/neovim.sh target/debug/cargo-spec examples/kiro

local program, root = vim.env.CARGO_SPEC, vim.env.SPEC_ROOT
local document = root .. '/.kiro/specs/session-store/requirements.md'
local tests = root .. '/tests/spec/session_store.rs'
local tasks = root .. '/.kiro/specs/session-store/tasks.md'

local function fail(words)
  io.stderr:write('neovim: ' .. words .. '\n')
  vim.cmd('cquit 1')
end

local function wait(what, is_so)
  if not vim.wait(60000, is_so, 20) then fail('this did not happen in a minute: ' .. what) end
end

local function check(what, is_so)
  if not is_so then fail(what) end
  print('neovim: ' .. what)
end

-- The lines of docs/editors.md, without the event that starts them.
local id
local function attach(buffer)
  id = id or (vim.lsp.start_client or vim.lsp.start)({
    name = 'cargo-spec',
    cmd = { program, 'spec', 'lsp' },
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
  })
  vim.lsp.buf_attach_client(buffer, id)
end

local function open(path)
  vim.cmd('edit ' .. vim.fn.fnameescape(path))
  local buffer = vim.api.nvim_get_current_buf()
  attach(buffer)
  return buffer
end

local function codes(buffer)
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    local lsp = (diagnostic.user_data or {}).lsp or {}
    found[diagnostic.code or lsp.code or '?'] = diagnostic
  end
  return found
end

-- Moves the cursor to the first line that has some words, at these words.
local function go(words)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    local at = line:find(words, 1, true)
    if at then
      vim.api.nvim_win_set_cursor(0, { number, at - 1 })
      return number
    end
  end
  fail('there is no line with: ' .. words)
end

local function text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n')
end

local function ask(method, extra)
  local params = vim.lsp.util.make_position_params(0, 'utf-16')
  for key, value in pairs(extra or {}) do params[key] = value end
  local answers, problem = vim.lsp.buf_request_sync(0, method, params, 60000)
  if not answers then fail(method .. ': ' .. tostring(problem)) end
  for _, answer in pairs(answers) do
    if answer.err then fail(method .. ': ' .. vim.inspect(answer.err)) end
    return answer.result
  end
  fail(method .. ' has no answer')
end

local main = open(document)
wait('the server starts', function() return vim.lsp.buf_is_attached(main, id) end)

-- 1. A diagnostic, of a buffer that nobody has saved.
local line = go('2. WHEN the token of an open session')
vim.api.nvim_buf_set_lines(main, line - 1, line - 1, true, { '2. WHEN a guest asks THEN the system SHALL answer' })
local number = 3
for at = line, line + 2 do
  local old = vim.api.nvim_buf_get_lines(main, at, at + 1, true)[1]
  vim.api.nvim_buf_set_lines(main, at, at + 1, true, { (old:gsub('^%d+', tostring(number), 1)) })
  number = number + 1
end
wait('a finding is shown', function() return codes(main)['criterion-moved'] end)
check('an unsaved edit shows a finding: ' .. codes(main)['criterion-moved'].message, true)

-- 2. A fix.
local finding = codes(main)['criterion-moved']
local range = { start = { line = finding.lnum, character = finding.col }, ['end'] = { line = finding.lnum, character = finding.col } }
local actions = ask('textDocument/codeAction', { range = range, context = { diagnostics = {} } })
local fix
for _, action in ipairs(actions) do
  if action.kind == 'quickfix' and action.edit then fix = fix or action end
end
check('a fix is offered: ' .. (fix or { title = 'none' }).title, fix ~= nil)
vim.lsp.util.apply_workspace_edit(fix.edit, 'utf-16')
local linked = vim.uri_to_bufnr(vim.uri_from_fname(tests))
check('the fix names the new numbers in the links', text(linked):find('#[spec("REQ-1.5")]', 1, true) ~= nil)
-- Nothing of it is kept.
for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
  if vim.api.nvim_buf_is_loaded(buffer) then
    vim.api.nvim_buf_call(buffer, function() vim.cmd('edit!') end)
    attach(buffer)
  end
end

-- 3. From a criterion to its test.
vim.api.nvim_set_current_buf(main)
wait('the finding is gone', function() return next(codes(main)) == nil end)
go('WHEN the token of an open session')
local places = ask('textDocument/definition')
if vim.lsp.util.show_document then
  vim.lsp.util.show_document(places[1], 'utf-16', { focus = true })
else
  vim.lsp.util.jump_to_location(places[1], 'utf-16')
end
local here = vim.api.nvim_buf_get_name(0)
local at = vim.api.nvim_win_get_cursor(0)[1]
local under = vim.api.nvim_buf_get_lines(0, at - 1, at, true)[1]
check('a criterion leads to its test: ' .. under, here == tests and under == '#[spec("REQ-1.2")]')
attach(vim.api.nvim_get_current_buf())

-- 4. Another id, wherever it is named.
go('REQ-1.4")]')
local edit = ask('textDocument/rename', { newName = 'REQ-1.9' })
vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
vim.cmd('silent wall')
local function read(path) return table.concat(vim.fn.readfile(path), '\n') end
check('the document has the new id', read(document):find('\n9. WHEN a member who has 5', 1, true) ~= nil)
check('the test names it', read(tests):find('#[spec("REQ-1.9")]', 1, true) ~= nil)
check('the task names it', read(tasks):find('_Requirements: 1.9_', 1, true) ~= nil)
check('the lock has it', read(root .. '/spec.lock'):find('session-store/REQ-1.9', 1, true) ~= nil)

vim.lsp.stop_client(id)
vim.cmd('qall!')
