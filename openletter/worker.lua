-- Runs under `pandoc lua`: reads and writes documents, one request after the other, over standard input
-- and output. A request is a line "OP LENGTH" and LENGTH bytes; the answer a line "ok|error LENGTH" and
-- LENGTH bytes. OP is "read:FORMAT" (text to JSON) or "write:FORMAT" (JSON to text).

local options = pandoc.WriterOptions { wrap_text = 'none' }

local function answer(op, text)
  local what, format = op:match('^(%a+):(.+)$')
  if what == 'read' then
    -- The last argument, an empty environment, keeps the reader from opening any file.
    return pandoc.write(pandoc.read(text, format, nil, {}), 'json')
  end
  return pandoc.write(pandoc.read(text, 'json'), format, options)
end

while true do
  local head = io.read('l')
  if not head then break end
  local op, length = head:match('^(%S+) (%d+)')
  length = tonumber(length)
  local text = length > 0 and io.read(length) or ''
  local good, result = pcall(answer, op, text)
  if not good then result = tostring(result) end
  io.write(good and 'ok ' or 'error ', #result, '\n', result)
  io.flush()
end
