internal import GRDB

/// Within this module a row is one of the database; what comes from outside to a room is `LiveshelfCore.Row`.
typealias Row = GRDB.Row
