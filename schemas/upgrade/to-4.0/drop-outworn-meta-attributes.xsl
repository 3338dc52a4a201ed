<?xml version="1.0" encoding="UTF-8"?>
<!-- Meta-attributes that have no effect any more. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="op/meta_attributes/nvpair[@name = ('can_fail', 'role_after_failure')]
      | op_defaults/meta_attributes/nvpair[@name = ('can_fail', 'role_after_failure')]
      | resources//(primitive | template | group | clone | master | bundle)
          /meta_attributes/nvpair[@name = 'restart-type']
      | rsc_defaults/meta_attributes/nvpair[@name = 'restart-type']">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since ' || @name || ' has no effect'"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
