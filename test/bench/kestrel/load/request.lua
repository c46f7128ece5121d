-- One request text, made once: wrk runs no Lua between start and end, unless a global `request` or `response` is defined.
-- Several requests in one text are pipelined: wrk counts them itself.
wrk.init = function()
  local text = os.getenv('REQUEST')
  wrk.request = function() return text end
end

function done(summary)
  local errors = summary.errors
  print(string.format(
    '\n{"requests":%d,"microseconds":%d,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}',
    summary.requests, summary.duration, errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
