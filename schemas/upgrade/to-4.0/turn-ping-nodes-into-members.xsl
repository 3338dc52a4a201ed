<?xml version="1.0" encoding="UTF-8"?>
<!-- Ping nodes, which ran nothing, become members that nothing may run on. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="nodes/node/@type[. = 'ping']">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="about" select=".."/>
      <xsl:with-param name="what" select="'is a member now, from which all resources are banned'"/>
    </xsl:call-template>
    <xsl:attribute name="type" select="'member'"/>
  </xsl:template>

  <xsl:template match="/cib/configuration/constraints">
    <xsl:copy>
      <xsl:apply-templates select="@*, node()"/>
      <xsl:for-each select="/cib/configuration/nodes/node[@type = 'ping']">
        <rsc_location id="{u:id(('ban', translate(@uname, ' :/@', '____')))}" rsc-pattern=".*"
            node="{@uname}" score="-INFINITY" resource-discovery="never"/>
      </xsl:for-each>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
