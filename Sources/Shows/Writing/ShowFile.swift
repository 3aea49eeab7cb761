/// The files of a show's folder.
public enum ShowFile: String, CaseIterable, Sendable {
  case description = "show.json"
  case transcript = "transcript.jsonl"
  case subtitles = "transcript.vtt"
  case mentions = "mentions.jsonl"
  case links = "links.jsonl"
  case markers = "markers.jsonl"
  case presentations = "presentations.jsonl"
  case alignment = "alignment.json"
  case attribution = "attribution.csv"
  case uplift = "uplift.csv"
  case timeline = "timeline.csv"
  case revisions = "revisions.jsonl"
  case inventory = "inventory_final.csv"
  case signals = "signals.jsonl"
  case report = "report.html"
}
