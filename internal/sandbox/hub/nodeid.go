package hub

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
)

// Node names one object for GraphQL's node(id:) and REST's node_id: its kind,
// the repository it belongs to (0: none), its database id, and for objects
// without one (refs, commits) their name. For labels, issues, comments and
// timeline items ID is the database id.
type Node struct {
	Kind NodeKind
	Repo int64
	ID   int64
	Name string
}

// NodeKind is the prefix of a node id. GitHub's are not documented; these are
// what github.com is seen to use where it is known.
type NodeKind string

// Kinds of nodes.
const (
	UserNode         NodeKind = "U"
	BotNode          NodeKind = "BOT"
	OrganizationNode NodeKind = "O"
	AppNode          NodeKind = "A"
	TeamNode         NodeKind = "T_team"
	RepositoryNode   NodeKind = "R"
	IssueNode        NodeKind = "I"
	PullRequestNode  NodeKind = "PR"
	CommentNode      NodeKind = "IC"
	LabelNode        NodeKind = "LA"
	TimelineNode     NodeKind = "TE"
	EditNode         NodeKind = "UCE"
	RefNode          NodeKind = "REF"
	CommitNode       NodeKind = "C"
	TreeNode         NodeKind = "T"
	BlobNode         NodeKind = "B"
	TagNode          NodeKind = "TA"
	ProtectionNode   NodeKind = "BPR"
	RulesetNode      NodeKind = "RRS"
	EnvironmentNode  NodeKind = "EN"
	WorkflowNode     NodeKind = "W"
	RunNode          NodeKind = "WFR"
	ArtifactNode     NodeKind = "ART"
	CheckSuiteNode   NodeKind = "CS"
	CheckRunNode     NodeKind = "CR"
	StatusNode       NodeKind = "SC"
)

// String is the node id: opaque to clients, decoded by ParseNode.
func (n Node) String() string {
	b := []byte{0x93, 0x00, 0xce}
	b = binary.BigEndian.AppendUint32(b, uint32(n.Repo))
	b = append(b, 0xcf)
	b = binary.BigEndian.AppendUint64(b, uint64(n.ID))
	b = append(b, n.Name...)
	return string(n.Kind) + "_" + base64.RawURLEncoding.EncodeToString(b)
}

// ParseNode decodes a node id. It reports false for what String did not make.
func ParseNode(id string) (Node, bool) {
	kind, rest, ok := strings.Cut(id, "_")
	b, err := base64.RawURLEncoding.DecodeString(rest)
	if !ok || err != nil || len(b) < 16 {
		return Node{}, false
	}
	n := Node{
		Kind: NodeKind(kind),
		Repo: int64(binary.BigEndian.Uint32(b[3:7])),
		ID:   int64(binary.BigEndian.Uint64(b[8:16])),
		Name: string(b[16:]),
	}
	return n, n.String() == id
}
