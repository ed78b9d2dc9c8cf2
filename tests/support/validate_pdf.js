// Holds PDF files against veraPDF's profiles and prints one JSON line per file and profile.
//
// It runs in the JavaScript engine (Rhino) that is inside the veraPDF jar, so that neither a Java
// compiler nor a compiled class is needed. The profiles are read here, element by element, because the
// jar leaves out the JAXB runtime that veraPDF's own reader asks for.
//
// Arguments: profile names separated by commas, then the PDF files.

var vera = Packages.org.verapdf;
var Profiles = vera.pdfa.validation.profiles.Profiles;
var Argument = vera.pdfa.validation.profiles.ErrorArgumentImpl;
var Flavour = vera.pdfa.flavours.PDFAFlavour;
var RESOURCES = { ua1: "PDFUA-1.xml", "2a": "PDFA-2A.xml" };

function children(element, name) {
  var found = [];
  for (var node = element.getFirstChild(); node !== null; node = node.getNextSibling()) {
    if (node.getNodeName().equals(name)) found.push(node);
  }
  return found;
}

function child(element, name) {
  var found = children(element, name);
  return found.length === 0 ? null : found[0];
}

function text(element, name) {
  var node = child(element, name);
  return node === null ? null : node.getTextContent();
}

function attribute(element, name) {
  return element.hasAttribute(name) ? element.getAttribute(name) : null;
}

function javaList(items) {
  var list = new java.util.ArrayList();
  items.forEach(function (item) { list.add(item); });
  return list;
}

function ruleFrom(element) {
  var id = child(element, "id");
  var error = child(element, "error");
  var deferred = attribute(element, "deferred");
  var inserted = children(child(error, "arguments"), "argument").map(function (argument) {
    return Argument.fromValues(argument.getTextContent(), attribute(argument, "name"), null);
  });
  return Profiles.ruleFromValues(
    Profiles.ruleIdFromValues(
      Flavour.Specification.valueOf(attribute(id, "specification")),
      attribute(id, "clause"),
      java.lang.Integer.parseInt(attribute(id, "testNumber"))),
    attribute(element, "object"),
    deferred === null ? null : java.lang.Boolean.valueOf(deferred),
    attribute(element, "tags"),
    text(element, "description"),
    text(element, "test"),
    Profiles.errorFromValues(text(error, "message"), javaList(inserted)),
    javaList([]));
}

function variableFrom(element) {
  return Profiles.variableFromValues(
    attribute(element, "name"), attribute(element, "object"),
    text(element, "defaultValue"), text(element, "value"));
}

function profileNamed(name) {
  var stream = java.lang.ClassLoader.getSystemResourceAsStream(
    "org/verapdf/pdfa/validation/" + RESOURCES[name]);
  var root = Packages.javax.xml.parsers.DocumentBuilderFactory.newInstance()
    .newDocumentBuilder().parse(stream).getDocumentElement();
  var rules = javaList(children(child(root, "rules"), "rule").map(ruleFrom));
  var variables = javaList(children(child(root, "variables"), "variable").map(variableFrom));
  return Profiles.profileFromValues(
    Flavour.fromString(name),
    Profiles.profileDetailsFromValues(name, name, "veraPDF", new java.util.Date(0)),
    "", new java.util.HashSet(rules), new java.util.HashSet(variables));
}

function problemsIn(result) {
  return result.getTestAssertions().toArray().map(function (assertion) {
    var rule = assertion.getRuleId();
    return String(rule.getClause() + "-" + rule.getTestNumber() + ": " + assertion.getMessage());
  });
}

function validate(path, name) {
  var profile = profileNamed(name);
  var flavour = Flavour.fromString(name);
  var parser = foundry.createParser(new java.io.FileInputStream(path), flavour);
  var checker = foundry.createValidator(profile, 100, false, false, false);
  var result = checker.validate(parser);
  print(JSON.stringify({
    file: path,
    profile: name,
    rules: Number(profile.getRules().size()),
    checks: Number(result.getTotalAssertions()),
    compliant: String(result.isCompliant()) === "true",
    problems: problemsIn(result)
  }));
  checker.close();
  parser.close();
}

vera.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = vera.pdfa.Foundries.defaultInstance();
var given = Array.prototype.map.call(arguments, String);
given.slice(1).forEach(function (path) {
  given[0].split(",").forEach(function (name) { validate(path, name); });
});
