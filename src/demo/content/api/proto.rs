//! Protocol buffers.

pub(super) const PROTO: &str = r#"// «says»
syntax = "proto3";

package lumenfreight.«schema».v1;

import "google/api/annotations.proto";
import "google/protobuf/timestamp.proto";

// Answers questions about «noun0»s.
service «Name» {
  // Finds one by its id.
  //
  // Answers `NOT_FOUND` where there is none, and never guesses.
  rpc Get«Noun0»(Get«Noun0»Request) returns («Noun0») {
    option (google.api.http) = { get: "/v1/«noun0»s/{id}" };
  }
  // Streams all that match, newest first.
  rpc List«Noun0»s(List«Noun0»sRequest) returns (stream «Noun0»);
  // Keeps both sides in step, for as long as the connection lasts.
  rpc Watch(stream Position) returns (stream «Noun0»);
  // Finds one by its old number. Use Get«Noun0».
  rpc Find(FindRequest) returns («Noun0») {
    option deprecated = true;
  }
}

message Get«Noun0»Request {
  string id = 1;
}

message FindRequest {
  option deprecated = true;
  uint64 number = 1;
}

message List«Noun0»sRequest {
  // Only those with this «noun1».
  optional string «noun1» = 1;
  // How many at most; 0 means 100.
  uint32 limit = 2;
  repeated State states = 3;
}

// Where the reader is.
message Position {
  oneof from {
    string id = 1;
    google.protobuf.Timestamp at = 2;
  }
}

// A «noun0» as every service sees it.
message «Noun0» {
  string id = 1;
  string «noun1» = 2;
  string «noun2» = 3;
  google.protobuf.Timestamp created_at = 4;
  State state = 5;
  map<string, Price> prices = 6;
  uint64 number = 7 [deprecated = true]; // Its old number; use id.

  // An amount of money.
  message Price {
    int64 amount = 1; // In the smallest unit.
    string currency = 2;
  }
}

enum State {
  STATE_UNSPECIFIED = 0;
  // Nobody has looked at it.
  NEW = 1;
  ACTIVE = 2;
  CLOSED = 3;
}
"#;
