import { Case } from './case';

export const BODIES: readonly Case[] = [
  [
    'var a = new JArray(1); a.Insert(0, "x"); a.Insert(2, null); return a.ToString(Formatting.None);',
    'string',
    '["x",1,null]',
  ],
  [
    'if (true) { var r = new[] { 1 }.Any(x => x > 1); } foreach (var y in new[] { 2 }) { int x = y; } return new[] { 3 }.Max(x => x);',
    'int',
    '3',
  ],
  [
    'int F(int n) { if (n == 0) { throw new Exception("end"); } try { return F(n - 1); } catch (Exception) { return n; } } return F(3);',
    'int',
    '1',
  ],
  [
    'var n = 0; for (var i = 0; i < 300; i++) { try { new[] { 1 }.Any(x => { throw new Exception("a"); }); } catch (Exception) { n++; } } return n;',
    'int',
    '300',
  ],
  [
    'var s = ""; for (int i = 0; i < 5; i++) { if (i == 1) continue; if (i == 4) break; s += i; } return s;',
    'string',
    '023',
  ],
  ['var n = 0; foreach (var x in new[] { 1, 2, 3 }) { n += x; } return n;', 'int', '6'],
  ['int n = 0; while (n < 10) n++; return n;', 'int', '10'],
  ['int n = 0; do { n += 3; } while (n < 10); return n;', 'int', '12'],
  ['long n = 1; return n;', 'long', '1'],
  ['int a = 1, b; b = a++ + ++a; return b;', 'int', '4'],
  ['string s; if (context.Response != null) s = "a"; else s = "b"; return s;', 'string', 'a'],
  [
    'try { return int.Parse("x"); } catch (FormatException e) { return e.Message; }',
    'string',
    'Input string was not in a correct format.',
  ],
  ['try { return ((string)null).Length; } catch (Exception) { return -1; } finally { }', 'int', '-1'],
  [
    'try { throw new ArgumentException("a"); } catch (FormatException) { return 1; } catch (ArgumentException e) when (e.Message == "a") { return 2; }',
    'int',
    '2',
  ],
  ['var s = "a"; try { s += "b"; } finally { s += "c"; } return s;', 'string', 'abc'],
  ['int F(int n) => n < 2 ? 1 : n * F(n - 1); return F(5);', 'int', '120'],
  ['int Fib(int n) { if (n < 2) { return n; } return Fib(n - 1) + Fib(n - 2); } return Fib(10);', 'int', '55'],
  ['Func<int, int> f = x => { var y = x + 1; return y; }; return f(2);', 'int', '3'],
  ['switch (context.Request.Method) { case "GET": case "POST": return 1; default: return 2; }', 'int', '1'],
  [
    'var s = ""; switch (3) { case 1: s = "a"; break; case int n when n > 2: s = "b"; break; } return s;',
    'string',
    'b',
  ],
  ['var (a, b) = (1, "x"); return b + a;', 'string', 'x1'],
  ['var d = new Dictionary<string, int>(); d["a"] = 1; d["a"] += 2; return d["a"];', 'int', '3'],
  ['var a = new[] { 1, 2 }; a[0] = 5; return a[0] + a[1];', 'int', '7'],
  [
    'var o = new JObject(); o["a"] = "x"; o["b"] = 2; o["n"] = null; return o.ToString(Formatting.None);',
    'string',
    '{"a":"x","b":2,"n":null}',
  ],
  [
    'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); o.Remove("a"); o.Property("b").Value = "y"; return o.ToString(Formatting.None);',
    'string',
    '{"b":"y"}',
  ],
  [
    'var l = new List<string>(); l.Add("a"); l.AddRange(new[] { "b", "c" }); return string.Join("", l);',
    'string',
    'abc',
  ],
  ['using (var h = SHA256.Create()) { return h.ComputeHash(new byte[0]).Length; }', 'int', '32'],
  ['object o = 5; if (o is int i) { return i + 1; } return 0;', 'int', '6'],
  ['// a comment\n/* another */ return 1; // and one more', 'int', '1'],
  [
    'var s = ""; foreach (var p in new Dictionary<string, int> { ["a"] = 1 }) { s += p.Key + p.Value; } return s;',
    'string',
    'a1',
  ],
  [
    'var s = ""; foreach (var p in context.Request.Url.Query) { s += p.Key + p.Value.Length; } return s;',
    'string',
    'a2b1',
  ],
  ['Func<int, int> f = null; f = n => n < 2 ? 1 : f(n - 1) * n; return f(5);', 'int', '120'],
  [
    'try { throw new Exception("a"); } catch (Exception e) when (int.Parse(e.Message) > 1) { return 1; } catch (Exception e) { return e.Message; }',
    'string',
    'a',
  ],
  ['var o = new JObject(); o["a"] = o; return o.ToString(Formatting.None);', 'string', '{"a":{}}'],
  ['int[] a = { 1, 2 }; return a.Length;', 'int', '2'],
  ['var a = new byte[] { 1, 2, 3 }; var b = new byte[4]; Array.Copy(a, 1, b, 0, 2); return b[1] + b[2];', 'int', '3'],
  [
    'var s = ""; foreach (var x in new[] { 1, 2 }) { foreach (var y in new[] { 1, 2 }.Where(z => z >= x)) { s += x + "" + y + " "; } } return s;',
    'string',
    '11 12 22 ',
  ],
  // The first block of the test vectors for AES-128-CBC in NIST SP 800-38A, F.2.1.
  [
    'var key = new Guid("16157e2b-ae28-a6d2-abf7-158809cf4f3c").ToByteArray(); var iv = new Guid("03020100-0504-0706-0809-0a0b0c0d0e0f").ToByteArray(); var text = new Guid("e2bec16b-402e-969f-e93d-7e117393172a").ToByteArray(); return BitConverter.ToString(text.Encrypt("Aes", key, iv)).Substring(0, 11);',
    'string',
    '76-49-AB-AC',
  ],
  [
    'var key = Encoding.UTF8.GetBytes("0123456789abcdef"); return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes("hello").Encrypt("Aes", key, key).Decrypt("Aes", key, key));',
    'string',
    'hello',
  ],
];

export const DEFERRED_BODIES: readonly Case[] = [
  ['var l = new List<int> { 1, 2 }; var q = l.Where(x => x > 1); l.Add(3); return q.Count();', 'int', '2'],
  ['int n = 0; var q = new[] { 1, 2 }.Select(x => { n++; return x; }); return n + q.First() * 10;', 'int', '10'],
  ['var d = new Dictionary<string, int> { ["a"] = 1 }; var x = d["a"]++; return x * 10 + d["a"];', 'int', '12'],
  ['foreach (var i in new[] { 1, 2 }) { if (new[] { 2 }.Any(y => y == i)) { return i; } } return 0;', 'int', '2'],
];
