// SPDX-License-Identifier: GPL-3.0-or-later

/// The measured matrices, as published: the upper triangle, row by row.
extension NetworkPreset {
  /// Azure, P95 over the 30 days to 2026-07-30; 18 of its regions.
  static let azureP95In2026 = NetworkPreset(
    name: "azure-p95-2026",
    source: "Microsoft Learn, Azure network round-trip latency statistics, P95 over 30 days to 2026-07-30 (CC-BY-4.0)",
    regions: [
      "EastUS", "CentralUS", "WestUS2", "CanadaCentral", "BrazilSouth", "NorthEurope", "WestEurope", "UKSouth",
      "GermanyWestCentral", "SwedenCentral", "CentralIndia", "SoutheastAsia", "EastAsia", "JapanEast",
      "KoreaCentral", "AustraliaEast", "UAENorth", "SouthAfricaNorth",
    ],
    upperTriangle: [
      [35, 76, 21, 121, 76, 91, 80, 97, 108, 218, 229, 208, 165, 192, 206, 191, 225],
      [41, 35, 155, 107, 114, 112, 125, 142, 245, 201, 181, 139, 163, 178, 212, 251],
      [68, 179, 136, 153, 145, 159, 165, 218, 165, 146, 103, 127, 180, 256, 285],
      [133, 80, 93, 84, 100, 112, 216, 226, 205, 165, 189, 207, 187, 235],
      [176, 189, 183, 199, 204, 320, 337, 315, 275, 296, 298, 288, 326],
      [20, 14, 28, 37, 159, 236, 265, 232, 255, 272, 130, 178],
      [12, 14, 31, 153, 181, 279, 242, 267, 282, 124, 171],
      [19, 34, 150, 183, 274, 237, 262, 277, 122, 169],
      [31, 151, 179, 244, 250, 271, 291, 122, 174],
      [179, 256, 265, 260, 286, 307, 149, 196],
      [58, 96, 129, 126, 151, 34, 134],
      [41, 74, 71, 98, 87, 211],
      [51, 41, 127, 119, 272],
      [36, 105, 155, 255],
      [137, 153, 255],
      [182, 348],
      [104],
    ],
    aliases: [
      ("us-east", "EastUS"), ("us-central", "CentralUS"), ("us-west", "WestUS2"), ("canada", "CanadaCentral"),
      ("sa-east", "BrazilSouth"), ("eu-north", "SwedenCentral"), ("eu-west", "WestEurope"), ("uk", "UKSouth"),
      ("eu-central", "GermanyWestCentral"), ("ap-south", "CentralIndia"), ("ap-southeast", "SoutheastAsia"),
      ("ap-east", "EastAsia"), ("ap-northeast", "JapanEast"), ("au-east", "AustraliaEast"), ("me-central", "UAENorth"),
      ("af-south", "SouthAfricaNorth"),
    ])

  /// AWS, means of 2017; ten of its regions.
  static let awsMeanIn2017 = NetworkPreset(
    name: "aws-mean-2017",
    source: "blog AWS Regions (acomputerscientistlearnsaws.blogspot.com, 2017-04), Latency Between AWS Global Regions",
    regions: [
      "us-east-1", "us-west-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-northeast-1", "ap-northeast-2",
      "ap-southeast-1", "ap-southeast-2", "sa-east-1",
    ],
    upperTriangle: [
      [72.74, 86.98, 80.55, 88.66, 145.3, 178.4, 216.7, 230, 119.5],
      [19.46, 153.2, 166.6, 102.5, 131.5, 174, 157.5, 192.7],
      [137, 159.5, 89.1, 118.3, 161.4, 162.2, 182.7],
      [19.56, 212.4, 242.4, 239, 309.6, 191.3],
      [236.5, 266.2, 325.9, 323.5, 194.9],
      [31.44, 73.79, 103.9, 256.8],
      [71.87, 134, 286.3],
      [175.3, 328.1],
      [322.5],
    ],
    aliases: [
      ("us-east", "us-east-1"), ("us-west", "us-west-2"), ("sa-east", "sa-east-1"), ("eu-west", "eu-west-1"),
      ("eu-central", "eu-central-1"), ("ap-northeast", "ap-northeast-1"), ("ap-southeast", "ap-southeast-1"),
      ("au-east", "ap-southeast-2"),
    ])
}
