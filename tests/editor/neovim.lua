-- Headless Neovim 0.11 or newer with its own LSP client. Exits 1 with the reason when a step does not hold.
-- Use: nvim --headless -u NONE -i NONE -n -l neovim.lua SERVER          (from the folder that holds login.ts)
local RULE = "token-in-web-storage"

local function wait(what, condition)
  assert(vim.wait(20000, condition, 1), what)
end

local function run()
  vim.cmd.edit("login.ts")
  local client = assert(vim.lsp.start({
    name = "seaworthy", cmd = { arg[1], "lsp" }, root_dir = vim.fn.getcwd(),
    -- Neovim waits 150 ms by itself; the time below is to be the server's.
    flags = { debounce_text_changes = 0 },
  }))
  local found = function() return vim.diagnostic.get(0) end
  wait("no finding", function() return #found() == 1 end)
  local finding = found()[1]
  local text = vim.api.nvim_buf_get_lines(0, 0, 1, false)[1]
  assert(finding.code == RULE and finding.source == "seaworthy", vim.inspect(finding))
  -- Neovim's columns are bytes: right only if both sides count alike.
  assert(text:sub(finding.col + 1, finding.end_col):match("^localStorage.*%)$"), vim.inspect(finding))
  assert(finding.user_data.lsp.codeDescription.href:find(RULE, 1, true))

  vim.api.nvim_win_set_cursor(0, { 1, finding.col })
  vim.lsp.buf.code_action({
    apply = true,
    context = { only = { "quickfix" }, diagnostics = { finding.user_data.lsp } },
    filter = function(action) return action.title:find("on this line", 1, true) ~= nil end,
    range = { start = { 1, finding.col }, ["end"] = { 1, finding.end_col } },
  })
  wait("the ignore action did not apply", function()
    return vim.api.nvim_buf_get_lines(0, 0, 1, false)[1] == "// seaworthy-ignore " .. RULE .. ": TODO say why"
  end)
  wait("the ignored finding stayed", function() return #found() == 0 end)

  local start = vim.uv.hrtime()
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "localStorage.setItem('id_token', x)" })
  wait("no finding after an edit", function() return #found() == 1 end)
  local took = (vim.uv.hrtime() - start) / 1e6
  client = vim.lsp.get_client_by_id(client)
  client:stop()
  wait("the server did not stop", function() return client:is_stopped() end)
  return string.format("edit to finding in %.1f ms, columns in %s", took, client.offset_encoding)
end

local ok, result = pcall(run)
io.stdout:write(tostring(result) .. "\n")
os.exit(ok and 0 or 1)
